package org.countersign.archive;

/** Shows of an address no more than its owner needs to know it by. Pure. */
final class AddressMask {

    private static final int SHOWN = 2;

    private AddressMask() {}

    /** Of a number its last two digits, of an e-mail address its first letter and the end of its domain. */
    static String mask(String address) {
        int at = address.lastIndexOf('@');
        if (at > 0) {
            int dot = address.lastIndexOf('.');
            String end = dot > at ? address.substring(dot) : "";
            String domain = address.substring(at + 1, address.length() - end.length());
            return address.charAt(0)
                    + MessageMask.dotted(address.substring(1, at))
                    + '@'
                    + MessageMask.dotted(domain)
                    + end;
        }
        int cut = Math.max(0, address.length() - SHOWN);
        return MessageMask.dotted(address.substring(0, cut)) + address.substring(cut);
    }
}
