package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.countersign.event.Telecom.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NK1 as those who may stand for a patient. */
class ProxyReaderTest {

    private static final String MOTHER = "NK1|1|Doe^Jane|MTH^Mother^HL70063||4155550101|4155550102|N";

    @Test
    void nextOfKinAreReadWithWhatTheyAreAndTheirTelecoms() {
        String father = "NK1|2|Doe^John|FTH^Father^HL70063^PRN^parent^HL70111||(415)555-0103X7";
        List<Proxy> proxies = proxies(MOTHER, father);
        assertThat(proxies).extracting(Proxy::relationships).containsExactly(Set.of("MTH", "N"), Set.of("FTH", "PRN"));
        assertThat(proxies.getFirst().telecoms()).extracting(Telecom::use).containsExactly(Use.HOME, Use.WORK);
        assertThat(proxies.getLast().telecoms().getFirst().value().reveal()).isEqualTo("+14155550103;ext=7");
    }

    @Test
    void telecomsOfVersion27AreReadFromField40() {
        String late = "NK1|1|Doe^Jane|MTH" + "|".repeat(37) + "^PRN^CP^^1^415^5550104";
        assertThat(proxies(late).getFirst().telecoms())
                .singleElement()
                .satisfies(telecom -> assertThat(telecom.value().reveal()).isEqualTo("+14155550104"));
    }

    @Test
    void thePeriodOfTheRoleHoldsForEachAddress() {
        Telecom telecom =
                proxies(MOTHER + "|20260101|20261231").getFirst().telecoms().getFirst();
        assertThat(telecom.validAt(Instant.parse("2025-12-31T12:00:00Z"))).isFalse();
        assertThat(telecom.validAt(Instant.parse("2026-06-01T12:00:00Z"))).isTrue();
        assertThat(telecom.validAt(Instant.parse("2027-01-01T12:00:00Z"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NK1|1|Doe^Jane|EMR||4155550101||E",
                "NK1|1||OTH||4155550101||||||||Acme Inc",
                "NK1|1|Doe^Jane|MTH",
                "NK1|1|Doe^Jane|||4155550101",
                "NK1"
            })
    void organizationsAndWhoHasNoRelationshipOrAddressAreNone(String nk1) {
        assertThat(proxies(nk1)).isEmpty();
    }

    private static List<Proxy> proxies(String... segments) {
        String[] all = new String[segments.length + 1];
        all[0] = "PID|1||7^^^X^MR";
        System.arraycopy(segments, 0, all, 1, segments.length);
        return Reading.event("ADT^A31", all).person().orElseThrow().proxies();
    }
}
