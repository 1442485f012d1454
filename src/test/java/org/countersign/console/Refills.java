package org.countersign.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.Recipient;
import org.countersign.platform.Sensitive;

/** Refills that the page's tests look at. */
final class Refills {

    private Refills() {}

    /** {@code plain} of a patient, asked for now. */
    static Challenge named(Challenge plain, String patient, String drug, Instant now) {
        var about = new TreeMap<>(Map.of(
                "reference", plain.act(),
                "drug", drug,
                "dose", "1 capsule",
                "quantity", "30 capsules",
                "refillsRemaining", "2",
                "pharmacy", "Main Street Pharmacy"));
        return of(plain, new Recipient(Sensitive.of(patient), Sensitive.of("PATID1"), "M11", Sensitive.of(about)), now);
    }

    /** {@code challenge}, whose code goes to the patient's mother. */
    static Challenge represented(Challenge challenge) {
        Recipient patient = challenge.recipient();
        return of(
                challenge,
                new Recipient(
                        patient.name(), patient.identifier(), patient.authority(), Optional.of("MTH"), patient.about()),
                challenge.issuedAt());
    }

    private static Challenge of(Challenge plain, Recipient recipient, Instant now) {
        return new Challenge(
                plain.id(),
                plain.version(),
                plain.tag(),
                plain.inboxId(),
                plain.facility(),
                plain.purpose(),
                plain.policy(),
                plain.act(),
                plain.actKey(),
                plain.patientKey(),
                plain.recipe(),
                plain.state(),
                plain.tries(),
                plain.maxTries(),
                now,
                now.plus(Duration.ofMinutes(5)),
                plain.closedAt(),
                plain.locale(),
                recipient,
                plain.steps(),
                plain.progress(),
                plain.turn(),
                plain.due(),
                plain.lastSendAt());
    }
}
