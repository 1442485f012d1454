package org.countersign.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.policy.Transport;

/** What a text must be to be sent; the same for a facility's as for those that are shipped. */
final class FacilityTextRules {

    /** Markup and links: a message with a code holds neither, so that one which does is known to be false. */
    private static final Pattern MARKUP = Pattern.compile("<[/!?a-zA-Z]|://|\\bwww\\.|&[a-z]+;|&#");

    /** Control and formatting characters but joiners: direction is marked by the hub where it must be. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\u200C\\u200D]]");

    /** The length of a code by default. A longer one finds a briefer text, if need be. */
    private static final int DIGITS = 6;

    private final SmsWriter smsWriter;

    FacilityTextRules(SmsWriter smsWriter) {
        this.smsWriter = smsWriter;
    }

    /** What is wrong with the text, each as the end of a sentence. */
    List<String> check(Transport transport, TextPattern text) {
        List<String> wrong = new ArrayList<>(written(text, transport == Transport.EMAIL));
        Set<String> needed = switch (transport) {
            case SMS -> Set.of("facility", "code");
            case EMAIL -> Set.of("code", "minutes");
            default -> Set.of("facility", "code", "minutes");
        };
        needed.stream()
                .sorted()
                .filter(part -> !text.parts().contains(part))
                .forEach(part -> wrong.add("does not name {" + part + "}"));
        if (text.parts().contains("code")) {
            times(transport, text).ifPresent(wrong::add);
        }
        return wrong;
    }

    /** What is wrong with an e-mail's subject. It is shown on locked screens, so that it holds no code. */
    List<String> checkSubject(TextPattern subject) {
        List<String> wrong = new ArrayList<>(written(subject, false));
        if (subject.parts().contains("code")) {
            wrong.add("names {code}, which a screen that is locked would show");
        }
        return wrong;
    }

    /** A voice says the code again; what is written holds it once, or a phone might fill in anything. */
    private static Optional<String> times(Transport transport, TextPattern text) {
        Set<Integer> times = text.times("code");
        if (transport == Transport.VOICE) {
            return times.stream().allMatch(count -> count >= 2)
                    ? Optional.empty()
                    : Optional.of("says {code} only once; who missed it cannot ask");
        }
        return times.equals(Set.of(1)) ? Optional.empty() : Optional.of("must show {code} exactly once");
    }

    private static List<String> written(TextPattern text, boolean lines) {
        List<String> wrong = new ArrayList<>();
        if (MARKUP.matcher(text.toString()).find()) {
            wrong.add("holds markup or a link");
        }
        if (HIDDEN.matcher(text.toString()).find()) {
            wrong.add("holds a control or formatting character");
        }
        if (!lines && text.toString().contains("\n")) {
            wrong.add("must be one line; only the text of an e-mail can have more");
        }
        return wrong;
    }

    /** What an SMS costs too much, with the facility's name as it will be shown. */
    Optional<String> checkSegments(TextPattern sms, String facility, boolean rightToLeft) {
        String sent = smsWriter.bound(sms, TextParts.longest(facility, DIGITS), rightToLeft);
        SmsSegments segments = SmsSegments.of(sent);
        return segments.count() == 1
                ? Optional.empty()
                : Optional.of("does not fit one SMS: it takes " + segments.units() + " of "
                        + segments.alphabet().single() + " characters" + alphabet(segments)
                        + ", with a facility name of " + facility.length() + " and the line for the portal");
    }

    private static String alphabet(SmsSegments segments) {
        return switch (segments.alphabet()) {
            case GSM_7 -> "";
            case UCS_2 -> ", since a letter of it is not in GSM 7-bit";
        };
    }
}
