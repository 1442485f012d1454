package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.challenge.Challenges.START;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Purpose;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;

/** What every challenge store does. */
abstract class ChallengeStoreContract {

    abstract ChallengeStore store();

    @Test
    void givesBackWhatWasInserted() {
        Challenge challenge = Challenges.open();
        store().insert(challenge);
        assertThat(store().find(challenge.id())).contains(challenge);
    }

    @Test
    void keepsSinceWhenAnAddressIsThePersons() {
        Challenge challenge = Challenges.open(new PlannedStep(
                Transport.SMS,
                Sensitive.of("+14155550123"),
                Duration.ofSeconds(30),
                Success.DELIVERED,
                Optional.of(START.minus(Duration.ofDays(700))),
                Optional.empty(),
                false));
        store().insert(challenge);
        assertThat(store().find(challenge.id())).contains(challenge);
    }

    @Test
    void replacesOnlyTheVersionThatStands() {
        Challenge challenge = Challenges.open();
        store().insert(challenge);
        Challenge claimed =
                ChallengeTransitions.claim(challenge, 1, START).orElseThrow().next();
        assertThat(store().compareAndSet(claimed)).isTrue();
        assertThat(store().compareAndSet(claimed)).isFalse();
        assertThat(store().find(challenge.id())).contains(claimed);
    }

    @Test
    void keepsWhereAChallengeStandsAndThatThePersonChoseIt() {
        Challenge challenge = Challenges.chosen(Challenges.open(), 1);
        store().insert(challenge);
        assertThat(store().find(challenge.id())).contains(challenge);
        Challenge next = challenge.change().ask(0, false, START).done();
        store().compareAndSet(next);
        assertThat(store().find(challenge.id())).contains(next);
    }

    @Test
    void refusesASecondOpenChallengeForAnAct() {
        Challenge first = Challenges.open();
        store().insert(first);
        Challenge second = Challenges.open(UUID.randomUUID(), first.actKey());
        assertThatThrownBy(() -> store().insert(second)).isInstanceOf(RuntimeException.class);
        assertThat(store().find(second.id())).isEmpty();
    }

    @Test
    void takesAnotherChallengeForAnActOnceTheFirstIsClosed() {
        Challenge first = Challenges.open();
        store().insert(first);
        store().compareAndSet(ChallengeTransitions.cancel(first, "test", START)
                .orElseThrow()
                .next());
        Challenge second = Challenges.open(UUID.randomUUID(), first.actKey());
        store().insert(second);
        assertThat(store().find(second.id())).contains(second);
    }

    @Test
    void theLatestForAnActIsTheOpenOneThoughOthersWereIssuedAtTheSameInstant() {
        String actKey = Challenges.open().actKey();
        for (int i = 0; i < 8; i++) {
            store().findLatest(actKey)
                    .flatMap(open -> ChallengeTransitions.supersede(open, "test", START))
                    .ifPresent(closed -> store().compareAndSet(closed.next()));
            Challenge next = Challenges.open(UUID.randomUUID(), actKey);
            store().insert(next);
            assertThat(store().findLatest(actKey)).contains(next);
        }
    }

    @Test
    void listsWhatIsDueAndNothingThatIsClosed() {
        Challenge due = Challenges.open();
        Challenge closed = Challenges.open();
        store().insert(due);
        store().insert(closed);
        store().compareAndSet(ChallengeTransitions.cancel(closed, "test", START)
                .orElseThrow()
                .next());
        assertThat(store().listDue(START.minusMillis(1), 1000))
                .extracting(ChallengeStore.Wake::id)
                .doesNotContain(due.id());
        assertThat(store().listDue(START.plus(Duration.ofDays(1)), 1000))
                .extracting(ChallengeStore.Wake::id)
                .contains(due.id())
                .doesNotContain(closed.id());
    }

    @Test
    void listsOpenChallengesOfAPurposeAndAllOfAnAct() {
        Challenge challenge = Challenges.open();
        store().insert(challenge);
        assertThat(store().listOpen(Purpose.REFILL, 1000)).contains(challenge);
        assertThat(store().listOpen(Purpose.BILLING, 1000)).doesNotContain(challenge);
        assertThat(store().listByAct("MedicationRequest/7", 1000)).contains(challenge);
        assertThat(store().findLatest(challenge.actKey())).contains(challenge);
    }

    @Test
    void listsWhatEndedSinceATimeAndNothingThatIsOpen() {
        Challenge open = Challenges.open();
        Challenge cancelled = Challenges.open();
        store().insert(open);
        store().insert(cancelled);
        Challenge ended = ChallengeTransitions.cancel(cancelled, "test", START)
                .orElseThrow()
                .next();
        store().compareAndSet(ended);
        assertThat(store().listClosed(Purpose.REFILL, START, 1000))
                .contains(ended)
                .doesNotContain(open);
        assertThat(store().listClosed(Purpose.REFILL, START.plusMillis(1), 1000))
                .doesNotContain(ended);
        assertThat(store().listClosed(Purpose.BILLING, START, 1000)).doesNotContain(ended);
    }

    @Test
    void movesAChallengeToAnotherPatientOnlyFromTheVersionThatStands() {
        Challenge before = Challenges.open();
        store().insert(before);
        String patient = "patient-" + UUID.randomUUID();
        Recipient recipient = new Recipient(
                before.recipient().name(),
                org.countersign.platform.Sensitive.of("PATID2"),
                "M12",
                before.recipient().about());
        PatientRecord record = new PatientRecord(patient, "act-" + patient, before.act(), recipient);
        Challenge after =
                ChallengeTransitions.merge(before, record).orElseThrow().next();
        assertThat(store().compareAndMove(after)).isTrue();
        assertThat(store().compareAndMove(after)).isFalse();
        assertThat(store().find(before.id())).contains(after);
        assertThat(store().listOpenOf(patient)).containsExactly(after);
        assertThat(store().findLatest(before.actKey())).isEmpty();
    }

    @Test
    void findsWhatIsOpenByAnyOfItsNamesForThePatientAndFacilityAlone() {
        Challenge plain = Challenges.open();
        Challenge named = Challenges.named(plain, java.util.Set.of("placer:P-" + plain.id(), "filler:F-1"));
        store().insert(named);
        java.util.Set<String> names = java.util.Set.of("placer:P-" + plain.id(), "filler:other");
        assertThat(store().listOpenNamed("patient", named.facility(), names)).containsExactly(named);
        assertThat(store().listOpenNamed("other", named.facility(), names)).isEmpty();
        assertThat(store().listOpenNamed("patient", "Elsewhere", names)).isEmpty();
        assertThat(store().listOpenNamed("patient", named.facility(), java.util.Set.of()))
                .isEmpty();
    }
}
