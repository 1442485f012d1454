package org.countersign.policy;

import java.util.Locale;
import java.util.Optional;
import org.countersign.event.ContactConsent.Medium;

/** A way for words to travel; which channel (provider) carries it is the router's choice. */
public enum Transport {
    SMS,
    VOICE,
    WHATSAPP,
    VIBER,
    TELEGRAM,
    RCS,
    EMAIL,
    SILENT;

    /** How people call it who do not want it; empty for what nobody sees. */
    public Optional<Medium> medium() {
        return switch (this) {
            case SMS, WHATSAPP, VIBER, TELEGRAM, RCS -> Optional.of(Medium.TEXT);
            case VOICE -> Optional.of(Medium.CALL);
            case EMAIL -> Optional.of(Medium.EMAIL);
            case SILENT -> Optional.empty();
        };
    }

    /** As policies, routes and Kamelet annotations write it: {@code sms}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
