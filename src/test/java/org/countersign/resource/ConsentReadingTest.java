package org.countersign.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.resource.Documents.event;
import static org.countersign.resource.Documents.patient;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ContactConsent;
import org.countersign.event.ContactConsent.Medium;
import org.countersign.event.Person;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consents to being written to, of FHIR. */
class ConsentReadingTest {

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,DENY,true",
        "ACTIVE,PERMIT,false",
        "ACTIVE,,false",
        "REJECTED,,true",
        "INACTIVE,DENY,false",
        "ENTEREDINERROR,DENY,false"
    })
    void whatIsDeniedAndInForceOrWasRejectedIsRefused(ConsentState state, ConsentProvisionType type, boolean refused) {
        Consent consent = texts(state);
        consent.getProvision().setType(type);
        assertThat(consents(consent))
                .containsExactly(new ContactConsent("Consent/C1", Medium.TEXT, refused, Optional.empty()));
    }

    @Test
    void aProvisionMayNameTheMediumAndItsEnd() {
        Consent consent = consent(ConsentState.ACTIVE);
        consent.getProvision().setType(ConsentProvisionType.DENY);
        consent.getProvision().addCode().addCoding().setCode("PHONE");
        consent.getProvision().getPeriod().setEndElement(new DateTimeType("2026-12-31"));
        assertThat(consents(consent))
                .containsExactly(new ContactConsent(
                        "Consent/C1", Medium.CALL, true, Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));
    }

    @Test
    void itAsksForNoChallengeAndSaysSo() {
        ClinicalEvent event = event(texts(ConsentState.REJECTED), patient("P1", "7"));
        assertThat(event.trigger()).isEqualTo("Consent");
        assertThat(event.act()).isEqualTo(new ClinicalAct.Other("A Consent refuses to be written to"));
    }

    @Test
    void aConsentToSomethingElseIsNotAboutBeingWrittenTo() {
        ClinicalEvent event = event(consent(ConsentState.REJECTED), patient("P1", "7"));
        assertThat(event.act()).isEqualTo(new ClinicalAct.Other("The Consent is not about being written to"));
        assertThat(event.person()).isEmpty();
    }

    private static List<ContactConsent> consents(Consent consent) {
        return event(consent, patient("P1", "7")).person().map(Person::consents).orElseThrow();
    }

    private static Consent texts(ConsentState state) {
        Consent consent = consent(state);
        consent.addCategory().addCoding().setSystem("http://loinc.org").setCode("89057-4");
        return consent;
    }

    private static Consent consent(ConsentState state) {
        Consent consent = new Consent().setStatus(state).setPatient(new Reference("Patient/P1"));
        consent.setId("C1");
        return consent;
    }
}
