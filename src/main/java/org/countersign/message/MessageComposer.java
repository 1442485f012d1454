package org.countersign.message;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * Makes the final words of one message: who sends it, what the code is for, the code, the challenge's tag, how long it
 * holds, and that it is nobody else's. No diagnosis, no drug, no patient's name. A facility's own texts
 * ({@code routes/messages/}) come before those that are shipped. Safe for many threads.
 */
public final class MessageComposer {

    /** A longer facility name is cut to this many characters, so that every text fits its segments. */
    public static final int FACILITY_CHARACTERS = 20;

    private final MessageCatalog catalog;
    private final SmsWriter smsWriter;
    private volatile FacilityTexts facilityTexts = FacilityTexts.NONE;

    MessageComposer(MessageCatalog catalog, Optional<WebOtpLine> webOtp) {
        this.catalog = catalog;
        this.smsWriter = new SmsWriter(webOtp);
    }

    /** From now on these texts of facilities are used, and no others. */
    public void use(FacilityTexts texts) {
        facilityTexts = texts;
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
        Language language = catalog.language(locale);
        Locale spoken = catalog.speaks(locale) ? locale : Locale.forLanguageTag(language.tag());
        FacilityTexts.Choice own = facilityTexts.choice(facility, spoken, purpose);
        long minutes = Math.max(1, validity.plusSeconds(30).toMinutes());
        TextParts parts = new TextParts(FacilityName.shown(facility), code.reveal(), tag, minutes);
        Texts texts = language.texts(purpose);
        return Sensitive.of(
                switch (transport) {
                    case SMS -> sms(language, texts, own, parts);
                    case WHATSAPP, VIBER, TELEGRAM, RCS ->
                        own.find(transport)
                                .or(() -> own.find(Transport.SMS))
                                .map(FacilityText::text)
                                .orElse(texts.sms())
                                .fill(written(language, parts));
                    case VOICE -> voice(language, texts, own, parts);
                    case EMAIL -> email(texts, own, written(language, parts));
                    case SILENT -> "";
                });
    }

    private String sms(Language language, Texts texts, FacilityTexts.Choice own, TextParts parts) {
        TextPattern whole = own.find(Transport.SMS).map(FacilityText::text).orElse(texts.sms());
        return smsWriter.write(List.of(whole, texts.brief(), texts.briefest()), parts, language.rightToLeft());
    }

    private static String voice(Language language, Texts texts, FacilityTexts.Choice own, TextParts parts) {
        TextParts spoken = new TextParts(
                parts.facility(),
                language.digits().say(parts.code()),
                SpokenDigits.spell(parts.tag()),
                parts.minutes());
        return own.find(Transport.VOICE)
                .map(FacilityText::text)
                .orElse(texts.voice())
                .fill(spoken);
    }

    private static String email(Texts texts, FacilityTexts.Choice own, TextParts parts) {
        Optional<FacilityText> mail = own.find(Transport.EMAIL);
        TextPattern subject = mail.flatMap(FacilityText::subject).orElse(texts.subject());
        TextPattern body = mail.map(FacilityText::text).orElse(texts.body());
        return subject.fill(parts) + "\n\n" + body.fill(parts);
    }

    private static TextParts written(Language language, TextParts parts) {
        return language.rightToLeft() ? parts.with(FacilityName.isolated(parts.facility())) : parts;
    }
}
