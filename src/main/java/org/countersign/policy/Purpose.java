package org.countersign.policy;

import java.util.Locale;

/** What a code is for. */
public enum Purpose {
    PORTAL,
    TELEHEALTH,
    APPOINTMENT,
    REFILL,
    BILLING,
    STAFF;

    /** As policies and routes write it: {@code refill}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
