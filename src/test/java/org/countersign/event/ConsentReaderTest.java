package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ContactConsent.Medium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages say of being written to. */
class ConsentReaderTest {

    private static final String PID = "PID|1||7^^^X^MR";

    @ParameterizedTest
    @CsvSource({"03,true", "05,true", "07,true", "02,false", "F,false", "\"\",false"})
    void publicityWithoutCallsRefusesThemAndAnyOtherTakesItBack(String code, boolean refused) {
        assertThat(consents("PD1|||||||||||" + code))
                .containsExactly(new ContactConsent("PD1-11", Medium.CALL, refused, Optional.empty()));
    }

    @Test
    void anEmptyPublicityCodeSaysNothingAndNoneAtAllTakesNothingBack() {
        assertThat(consents("PD1|||||||||||", "PV1|1|O")).isEmpty();
        assertThat(consents("PD1|||||||||||N")).isEmpty();
        assertThat(consents("PD1|||||||||||01")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"R,true", "X,true", "A,false"})
    void aConsentToTextsIsRefusedRescindedOrGranted(String status, boolean refused) {
        assertThat(consents("CON|1|89057-4^Patient Consent for SMS messages^LN|||||||||" + status))
                .containsExactly(new ContactConsent("CON/89057-4", Medium.TEXT, refused, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"P", "B", "L", "''"})
    void aConsentThatIsPendingBypassedOrLimitedSaysNothing(String status) {
        assertThat(consents("CON|1|PHONE|||||||||" + status)).isEmpty();
    }

    @Test
    void aConsentEndsWhenItSays() {
        assertThat(consents("CON|1|99^Mails^L^EMAILWRIT|||||||||R||||20270101000000+0000"))
                .containsExactly(new ContactConsent(
                        "CON/EMAILWRIT", Medium.EMAIL, true, Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));
    }

    @Test
    void aConsentToSomethingElseIsNotAboutBeingWrittenTo() {
        assertThat(consents("CON|1|002^Medical Procedure^HL70496|||||||||R", "CON", "CON|1||||||||||R"))
                .isEmpty();
    }

    @Test
    void aSiteNamesItsOwnTypesOfConsent() {
        var reader = new Hl7v2Reader(new ConsentCodes(Map.of("TXT", Set.of(Medium.TEXT, Medium.CALL))));
        byte[] message = ("MSH|^~\\&|A|CLINIC|C|D|2026||ADT^A31|1|P|2.5.1\r" + PID + "\rCON|1|TXT|||||||||R\r")
                .getBytes(StandardCharsets.UTF_8);
        ClinicalEvent event = ((ReadResult.Events) reader.read(message, Samples.SITE))
                .events()
                .getFirst();
        assertThat(event.person().orElseThrow().consents())
                .extracting(ContactConsent::medium)
                .containsExactlyInAnyOrder(Medium.TEXT, Medium.CALL);
    }

    private static List<ContactConsent> consents(String... segments) {
        String[] all = new String[segments.length + 1];
        all[0] = PID;
        System.arraycopy(segments, 0, all, 1, segments.length);
        return Reading.event("ADT^A31", all).person().orElseThrow().consents();
    }
}
