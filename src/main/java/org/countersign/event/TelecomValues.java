package org.countersign.event;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.MatchType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.regex.Pattern;
import org.countersign.event.Telecom.LineType;

/** Numbers and addresses as the hub sends to them, from whatever way they are written. Thread-safe. */
public final class TelecomValues {

    /** One bare address: what a mail header would take for a list, a name or a comment is none. */
    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    /**
     * A value and what it is.
     *
     * @param text E.164, with its extension as RFC 3966 writes it ({@code +14155550100;ext=42}), or an address in lower
     *     case; as it was written where {@code line} is INVALID, so that the policy can say why it was passed over
     */
    public record Value(String text, LineType line) {

        /** Without the value, which is a patient's. */
        @Override
        public String toString() {
            return "Value[" + line + "]";
        }
    }

    /** @param region ISO 3166 alpha-2 region of numbers without a country */
    public Value number(String written, String region) {
        try {
            PhoneNumber number = numbers.parse(written, region);
            if (numbers.isValidNumber(number)) {
                String extension = number.hasExtension() ? Telecom.EXTENSION + number.getExtension() : "";
                return new Value(
                        numbers.format(number, PhoneNumberFormat.E164) + extension,
                        line(numbers.getNumberType(number)));
            }
        } catch (NumberParseException e) {
            return new Value(written, LineType.INVALID);
        }
        return new Value(written, LineType.INVALID);
    }

    /** An e-mail address, whose line is UNKNOWN where it is one. */
    public Value email(String written) {
        return EMAIL.matcher(written).matches()
                ? new Value(written.toLowerCase(Locale.ROOT), LineType.UNKNOWN)
                : new Value(written, LineType.INVALID);
    }

    /**
     * Whether a number or address as a record has it is the one that the hub sent to.
     *
     * @param written with or without country, scheme and punctuation
     * @param address E.164 or an e-mail address in lower case
     */
    public boolean isSame(String written, String address) {
        String bare = written.strip().replaceFirst("^(tel|sms|mailto):", "");
        if (address.contains("@") || bare.contains("@")) {
            return bare.toLowerCase(Locale.ROOT).equals(address);
        }
        MatchType match = numbers.isNumberMatch(address, bare);
        return match == MatchType.EXACT_MATCH || match == MatchType.NSN_MATCH;
    }

    /** What the numbering plan says that a number of this type is. */
    public static LineType line(PhoneNumberType type) {
        return switch (type) {
            case MOBILE -> LineType.MOBILE;
            case FIXED_LINE -> LineType.FIXED;
            case FIXED_LINE_OR_MOBILE -> LineType.FIXED_OR_MOBILE;
            case VOIP -> LineType.VOIP;
            case PREMIUM_RATE, SHARED_COST -> LineType.PREMIUM;
            case TOLL_FREE, PERSONAL_NUMBER, PAGER, UAN, VOICEMAIL -> LineType.OTHER;
            case UNKNOWN -> LineType.UNKNOWN;
        };
    }
}
