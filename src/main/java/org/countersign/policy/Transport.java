package org.countersign.policy;

import java.util.Locale;

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

    /** As policies, routes and Kamelet annotations write it: {@code sms}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
