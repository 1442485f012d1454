package org.countersign.dispatch;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.countersign.platform.Sensitive;

/** The country of a number, by its numbering plan. */
final class Countries {

    private Countries() {}

    /** ISO 3166 alpha-2 region of an E.164 number; empty for anything else and for numbers of no region. */
    static String of(Sensitive<String> address) {
        if (!address.reveal().startsWith("+")) {
            return "";
        }
        PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
        try {
            String region = plan.getRegionCodeForNumber(plan.parse(address.reveal(), null));
            return region == null || region.length() != 2 ? "" : region;
        } catch (NumberParseException e) {
            return "";
        }
    }
}
