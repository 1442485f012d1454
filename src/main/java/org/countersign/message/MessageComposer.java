package org.countersign.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * Makes the final words of one message: who sends it, what the code is for, the code, the challenge's tag, how long it
 * holds, and that it is nobody else's. No diagnosis, no drug, no patient's name.
 */
public final class MessageComposer {

    /** A longer facility name is cut to this many characters, so that every text fits its segments. */
    public static final int FACILITY_CHARACTERS = 20;

    private final MessageCatalog catalog;
    private final Optional<WebOtpLine> webOtp;

    MessageComposer(MessageCatalog catalog, Optional<WebOtpLine> webOtp) {
        this.catalog = catalog;
        this.webOtp = webOtp;
    }

    /**
     * The text to send.
     *
     * @param validity from now to the challenge's expiry; said in whole minutes, at least one
     * @return for e-mail the subject, an empty line and the body; for the silent transport an empty text
     */
    public Sensitive<String> compose(
            Transport transport,
            Locale locale,
            Purpose purpose,
            String facility,
            String tag,
            Sensitive<String> code,
            Duration validity) {
        MessageTexts texts = catalog.texts(locale);
        Map<String, String> parts = parts(texts, purpose, facility, validity);
        String digits = code.reveal();
        return Sensitive.of(
                switch (transport) {
                    case SMS -> sms(texts, secret(parts, texts.secrecy().sms(), purpose), tag, digits);
                    case WHATSAPP, VIBER, TELEGRAM, RCS ->
                        chat(texts, secret(parts, texts.secrecy().sms(), purpose), tag, digits);
                    case VOICE -> voice(texts, secret(parts, texts.secrecy().voice(), purpose), tag, digits);
                    case EMAIL -> email(texts, secret(parts, texts.secrecy().email(), purpose), tag, digits);
                    case SILENT -> "";
                });
    }

    /** The parts with who may hear the code; the sentence may name the facility. */
    private static Map<String, String> secret(
            Map<String, String> parts, Map<String, String> sentences, Purpose purpose) {
        parts.put("secrecy", MessageTexts.fill(MessageTexts.Secrecy.of(sentences, purpose), parts));
        return parts;
    }

    private String sms(MessageTexts texts, Map<String, String> parts, String tag, String code) {
        String text = chat(texts, parts, tag, code);
        return webOtp.map(line -> line.under(text, code)).orElse(text);
    }

    private static String chat(MessageTexts texts, Map<String, String> parts, String tag, String code) {
        parts.put("code", code);
        parts.put("tag", tag);
        return MessageTexts.fill(texts.sms(), parts);
    }

    private static String voice(MessageTexts texts, Map<String, String> parts, String tag, String code) {
        parts.put("code", new SpokenDigits(texts.digits()).say(code));
        parts.put("tag", SpokenDigits.spell(tag));
        return MessageTexts.fill(texts.voice(), parts);
    }

    private static String email(MessageTexts texts, Map<String, String> parts, String tag, String code) {
        parts.put("code", code);
        parts.put("tag", tag);
        MessageTexts.Email email = texts.email();
        return MessageTexts.fill(email.subject(), parts) + "\n\n" + MessageTexts.fill(email.body(), parts);
    }

    private static Map<String, String> parts(MessageTexts texts, Purpose purpose, String facility, Duration validity) {
        long minutes = Math.max(1, validity.plusSeconds(30).toMinutes());
        Map<String, String> parts = new HashMap<>();
        parts.put("facility", shown(facility));
        parts.put("purpose", texts.purpose(purpose));
        parts.put("n", Long.toString(minutes));
        parts.put("minutes", texts.minutes(minutes));
        return parts;
    }

    /** One line without control or formatting characters: a facility's name comes from a message and may hold anything. */
    private static String shown(String facility) {
        String line = facility.replaceAll("[\\p{Cc}\\p{Cf}\\p{Z}]+", " ").strip();
        int end = line.offsetByCodePoints(0, Math.min(FACILITY_CHARACTERS, line.codePointCount(0, line.length())));
        return line.substring(0, end).strip();
    }
}
