package org.countersign.callback;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code application/x-www-form-urlencoded}; never fails. */
final class FormFields {

    private FormFields() {}

    static List<Map.Entry<String, String>> pairs(byte[] form) {
        return pairs(new String(form, StandardCharsets.UTF_8));
    }

    /** Name and value of each, in order. */
    static List<Map.Entry<String, String>> pairs(String form) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.add(Map.entry(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // no provider's: the signature will say so
        }
    }
}
