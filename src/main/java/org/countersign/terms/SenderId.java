package org.countersign.terms;

import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.channel.TwilioFields;
import org.countersign.message.GsmAlphabet;
import org.countersign.policy.Transport;

/**
 * Who a message says it is from: a number, a name, an address of a service. What is shown of it on a phone is the
 * country's choice for SMS and nobody's for the others.
 */
final class SenderId {

    /** 3GPP TS 23.040 §9.1.2.5: an alphanumeric address has 11 septets. */
    private static final int NAME_AT_MOST = 11;

    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]{3,15}");
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern SERVICE = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern USER_NAME = Pattern.compile("@?[A-Za-z][A-Za-z0-9_]{4,31}");
    private static final Pattern MAIL =
            Pattern.compile("[^\\s,;<>@\"]+@[^\\s,;<>@\"]+|[^<>\"\\p{Cntrl}]{1,100}<[^\\s,;<>@\"]+@[^\\s,;<>@\"]+>");

    private SenderId() {}

    /** What keeps {@code sender} from being one for {@code transport}, as "expected ..."; empty when nothing does. */
    static Optional<String> flaw(Transport transport, String sender) {
        return switch (transport) {
            case SMS -> flawOfSms(sender);
            case VOICE -> flaw(NUMBER, sender, "a number in E.164, as +15550100");
            case WHATSAPP -> flaw(DIGITS, sender, "a number in E.164 or the provider's number of it");
            case VIBER, RCS, SILENT -> flaw(SERVICE, sender, "the provider's id of the service, without blanks");
            case TELEGRAM -> flaw(USER_NAME, sender, "the user name of a channel");
            case EMAIL -> flaw(MAIL, sender, "an address, or a name and an address in <>");
        };
    }

    /** Whether {@code sender} is a name to those who get an SMS, and not a number or a pool of a provider's numbers. */
    static boolean isName(String sender) {
        return sender.codePoints().anyMatch(Character::isLetter) && !TwilioFields.isService(sender);
    }

    private static Optional<String> flawOfSms(String sender) {
        if (TwilioFields.isService(sender) || DIGITS.matcher(sender).matches()) {
            return Optional.empty();
        }
        Optional<byte[]> septets = GsmAlphabet.encode(sender);
        if (septets.isEmpty()) {
            return Optional.of("a number, or a name in characters of the GSM alphabet");
        }
        if (septets.get().length > NAME_AT_MOST) {
            return Optional.of("a name of at most " + NAME_AT_MOST + " characters");
        }
        return isName(sender)
                ? Optional.empty()
                : Optional.of("a number of 3 to 15 digits, or a name with at least one letter");
    }

    private static Optional<String> flaw(Pattern form, String sender, String expected) {
        return form.matcher(sender).matches() ? Optional.empty() : Optional.of(expected);
    }
}
