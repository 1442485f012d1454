package org.countersign.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Challenges;
import org.countersign.policy.Success;
import org.countersign.testing.AuditEventValidation;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** What is told of a code that went to somebody in the patient's place. */
class RecordEvidenceTest {

    private static final Answer ANSWER = new Answer(
            1,
            UUID.randomUUID(),
            Challenges.START,
            Answer.EHR,
            AnswerKind.RECORD,
            "patient",
            Optional.empty(),
            OptionalLong.empty(),
            "Task/1",
            "VERIFIED",
            false,
            1);

    private final RecordEvidence evidence = new RecordEvidence("urn:countersign", "hub");

    @Test
    void aCommunicationToAProxySaysWhatTheyAreToThePatientWhoIsItsSubject() {
        Challenge toMother = Challenges.proxied(verified(), "MTH");
        Communication told = evidence.communication(ANSWER, toMother, new Reference("Patient/1"));
        assertThat(told.getSubject().getReference()).isEqualTo("Patient/1");
        assertThat(told.getRecipientFirstRep().getType()).isEqualTo("RelatedPerson");
        assertThat(told.getRecipientFirstRep().getDisplay()).isEqualTo("MTH");
        assertThat(AuditEventValidation.problems(told)).isEmpty();
    }

    @Test
    void aCodeThatAProxyGotVerifiesNoAddressOfThePatientThoughTheyShareIt() {
        Patient patient = new Patient();
        patient.setId("1");
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("+14155550123");
        Challenge toPatient = verified();
        assertThat(evidence.verification(ANSWER, toPatient, patient)).isPresent();
        Challenge toMother = Challenges.proxied(toPatient, "MTH");
        assertThat(evidence.verification(ANSWER, toMother, patient)).isEmpty();
    }

    private static Challenge verified() {
        Challenge open = Challenges.open(Challenges.sms(Success.DELIVERED));
        return ChallengeTransitions.claim(open, 1, Challenges.START)
                .flatMap(claimed -> ChallengeTransitions.accepted(claimed.next(), 0, "sms-smpp"))
                .flatMap(sent -> ChallengeTransitions.check(sent.next(), true, "user:test", Challenges.START))
                .orElseThrow()
                .next();
    }
}
