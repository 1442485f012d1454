package org.countersign.event;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.countersign.event.ContactConsent.Medium;

/**
 * Which consents are about being written to, by the code of their type (CON-2, Consent.category, Consent.provision.code).
 * HL7 table 0496 has none of these, so that a site names its own beside the few that are common property.
 */
public final class ConsentCodes {

    /** LOINC "Patient Consent for SMS messages", and HL7 v3 ParticipationMode. */
    private static final Map<String, Set<Medium>> COMMON = Map.of(
            "89057-4", Set.of(Medium.TEXT),
            "SMSWRIT", Set.of(Medium.TEXT),
            "PHONE", Set.of(Medium.CALL),
            "EMAILWRIT", Set.of(Medium.EMAIL));

    private final Map<String, Set<Medium>> media;

    /** @param own codes of the site, which go before the common ones */
    public ConsentCodes(Map<String, Set<Medium>> own) {
        Map<String, Set<Medium>> all = new HashMap<>(COMMON);
        all.putAll(own);
        this.media = Map.copyOf(all);
    }

    /** The common codes alone. */
    public static ConsentCodes common() {
        return new ConsentCodes(Map.of());
    }

    /** What a consent with the type {@code code} is about; empty when it is not about being written to. */
    public Set<Medium> media(String code) {
        return media.getOrDefault(code, EnumSet.noneOf(Medium.class));
    }
}
