package org.countersign.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.challenge.Challenges.START;
import static org.countersign.challenge.Challenges.email;
import static org.countersign.challenge.Challenges.sms;
import static org.countersign.challenge.Challenges.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.CodeDeriver;
import org.countersign.challenge.CodeVerifier;
import org.countersign.challenge.Progress;
import org.countersign.guard.SendGuard;
import org.countersign.message.MessageComposer;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.countersign.testing.Parts;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherIT {

    private Parts parts;
    private ChallengeStore challenges;
    private DeliveryReceipts receipts;
    private Dispatcher dispatcher;

    @BeforeEach
    void wire() {
        parts = new Parts(
                START, Map.of(), "audit", "fhir", "challenge", "guard", "message", "channel", "terms", "dispatch");
        challenges = parts.get(ChallengeStore.class);
        receipts = parts.get(DeliveryReceipts.class);
        dispatcher = new Dispatcher(
                challenges,
                parts.get(ChallengeArbiter.class),
                parts.get(AttemptStore.class),
                parts.get(SendGuard.class),
                parts.get(CodeDeriver.class),
                parts.get(MessageComposer.class),
                written -> Locale.FRENCH,
                TestKeys.pseudonyms(),
                receipts,
                parts.transactions(),
                parts.clock());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void theDueStepIsSentToItsAddressWithTheCodeInItsText() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        Delivery delivery = dispatcher.prepare(challenge.id(), 1).orElseThrow();
        assertThat(delivery.transport()).isEqualTo(Transport.SMS);
        assertThat(delivery.number().country()).isEqualTo("US");
        assertThat(delivery.to()).isEqualTo(challenge.steps().getFirst().address());
        assertThat(delivery.text().reveal()).contains(code(challenge).reveal()).contains("(" + challenge.tag() + ")");
        assertThat(delivery.toString()).doesNotContain(code(challenge).reveal()).doesNotContain("+1415");
    }

    @Test
    void aCallIsMadeInTheLanguageThatItCanBeSpokenInAndNothingElseIs() {
        Challenge called = keep(voice());
        Delivery call = dispatcher.prepare(called.id(), 1).orElseThrow();
        assertThat(call.locale()).isEqualTo(Locale.FRENCH);
        assertThat(call.text().reveal()).startsWith("Bonjour");
        Challenge written = keep(email());
        assertThat(dispatcher.prepare(written.id(), 1).orElseThrow().locale()).isEqualTo(written.locale());
    }

    @Test
    void ofManyWakeUpsForOneStepOneSends() throws Exception {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        try (ExecutorService workers = Executors.newFixedThreadPool(16)) {
            Callable<Optional<Delivery>> wakeUp = () -> dispatcher.prepare(challenge.id(), 1);
            long sent = 0;
            for (Future<Optional<Delivery>> each : workers.invokeAll(java.util.Collections.nCopies(16, wakeUp))) {
                sent += each.get().isPresent() ? 1 : 0;
            }
            assertThat(sent).isEqualTo(1);
        }
        assertThat(attempts(challenge)).containsExactly("SENDING");
    }

    @Test
    void aWakeUpForAnotherTurnOrBeforeItsTimeSendsNothing() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        assertThat(dispatcher.prepare(challenge.id(), 2)).isEmpty();
        assertThat(dispatcher.prepare(UUID.randomUUID(), 1)).isEmpty();
        dispatcher.prepare(challenge.id(), 1);
        assertThat(dispatcher.prepare(challenge.id(), 2)).isEmpty();
    }

    @Test
    void aDecoyIsSentToNobodyAndStaysOpenUntilItsTime() {
        Challenge decoy = Challenges.requested();
        challenges.insert(decoy);
        assertThat(dispatcher.prepare(decoy.id(), 1)).isEmpty();
        assertThat(now(decoy).due()).isEmpty();
        assertThat(now(decoy).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(attempts(decoy)).isEmpty();
        parts.clock().advance(Duration.ofMinutes(5));
        assertThat(dispatcher.prepare(decoy.id(), 1)).isEmpty();
        assertThat(now(decoy).state()).isEqualTo(ChallengeState.EXPIRED);
    }

    @Test
    void aRefusalMakesTheNextStepDueAtOnce() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        Delivery first = dispatcher.prepare(challenge.id(), 1).orElseThrow();
        dispatcher.fail(first, "sms-smpp", ErrorCategory.REFUSED, "throttled");
        assertThat(wakeUp(challenge).due()).isEqualTo(START);
        assertThat(dispatcher.prepare(challenge.id(), wakeUp(challenge).turn()))
                .hasValueSatisfying(next -> assertThat(next.transport()).isEqualTo(Transport.EMAIL));
        assertThat(attempts(challenge)).containsExactly("FAILED", "SENDING");
    }

    @Test
    void silenceMakesTheNextStepDueWhenTheWaitIsOver() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        Delivery first = dispatcher.prepare(challenge.id(), 1).orElseThrow();
        dispatcher.record(first, carried("id-1"));
        assertThat(wakeUp(challenge).due()).isEqualTo(START.plusSeconds(30));
        parts.clock().advance(Duration.ofSeconds(30));
        assertThat(dispatcher.prepare(challenge.id(), wakeUp(challenge).turn())).isPresent();
    }

    @Test
    void aReceiptOfDeliveryStopsTheFallback() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        dispatcher.record(dispatcher.prepare(challenge.id(), 1).orElseThrow(), carried("id-1"));
        receipts.receive("sms-smpp", "id-1", "delivered");
        assertThat(now(challenge).due()).isEmpty();
        assertThat(now(challenge).state()).isEqualTo(ChallengeState.OPEN);
        assertThat(attempts(challenge)).containsExactly("DELIVERED");
    }

    @Test
    void aReceiptThatOvertakesTheRecordOfItsSendCounts() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        Delivery first = dispatcher.prepare(challenge.id(), 1).orElseThrow();
        receipts.receive("sms-smpp", "id-1", "DELIVERED");
        assertThat(now(challenge).due()).isPresent();
        dispatcher.record(first, carried("id-1"));
        assertThat(now(challenge).due()).isEmpty();
        assertThat(now(challenge).progress().getFirst()).isEqualTo(Progress.DELIVERED);
    }

    @Test
    void aReferenceThatAProviderGivesASecondTimeMeansTheNewerSend() {
        Challenge older = keep(sms(Success.DELIVERED), email());
        Challenge newer = keep(sms(Success.DELIVERED), email());
        dispatcher.record(dispatcher.prepare(older.id(), 1).orElseThrow(), carried("1"));
        dispatcher.record(dispatcher.prepare(newer.id(), 1).orElseThrow(), carried("1"));
        receipts.receive("sms-smpp", "1", "DELIVERED");
        assertThat(now(older).progress().getFirst()).isEqualTo(Progress.ACCEPTED);
        assertThat(now(newer).progress().getFirst()).isEqualTo(Progress.DELIVERED);
    }

    @Test
    void aReceiptForSomebodyElsesMessageChangesNothingAndIsForgottenInTime() {
        receipts.receive("sms-smpp", "stranger", "DELIVERED");
        assertThat(earlyReceipts()).isEqualTo(1);
        parts.clock().advance(Duration.ofHours(2));
        parts.get(StepClock.class).tidy();
        assertThat(earlyReceipts()).isZero();
    }

    @Test
    void aReceiptOfFailureAfterTheSendMakesTheNextStepDue() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        dispatcher.record(dispatcher.prepare(challenge.id(), 1).orElseThrow(), carried("id-1"));
        receipts.receive("sms-smpp", "id-1", "FAILED");
        assertThat(wakeUp(challenge).due()).isEqualTo(START);
    }

    @Test
    void nothingIsSentAfterTheRightCodeCame() {
        Challenge challenge = keep(sms(Success.VERIFIED), email());
        Delivery first = dispatcher.prepare(challenge.id(), 1).orElseThrow();
        int fallback = wakeUp(challenge).turn();
        parts.get(CodeVerifier.class).check(challenge.id(), code(challenge), Optional.empty(), "portal:test");
        parts.clock().advance(Duration.ofSeconds(30));
        assertThat(dispatcher.prepare(challenge.id(), fallback)).isEmpty();
        dispatcher.record(first, carried("id-1"));
        assertThat(now(challenge).state()).isEqualTo(ChallengeState.VERIFIED);
    }

    @Test
    void theSixthMessageToAnAddressInTenMinutesIsRefusedWhateverChallengeItIsFor() {
        for (int i = 0; i < 5; i++) {
            assertThat(dispatcher.prepare(keep(sms(Success.DELIVERED)).id(), 1)).isPresent();
        }
        Challenge sixth = keep(sms(Success.DELIVERED), email());
        assertThat(dispatcher.prepare(sixth.id(), 1)).isEmpty();
        assertThat(now(sixth).progress().getFirst()).isEqualTo(Progress.FAILED);
        assertThat(dispatcher.prepare(sixth.id(), wakeUp(sixth).turn()))
                .as("another address is not limited")
                .isPresent();
        parts.clock().advance(Duration.ofMinutes(10));
        assertThat(dispatcher.prepare(keepNow(sms(Success.DELIVERED)).id(), 1)).isPresent();
    }

    @Test
    void theLimitHoldsAgainstRacingSends() throws Exception {
        List<Challenge> racing = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> keep(sms(Success.DELIVERED)))
                .toList();
        try (ExecutorService workers = Executors.newFixedThreadPool(20)) {
            long sent = 0;
            for (Future<Optional<Delivery>> each : workers.invokeAll(racing.stream()
                    .map(challenge -> (Callable<Optional<Delivery>>) () -> dispatcher.prepare(challenge.id(), 1))
                    .toList())) {
                sent += each.get().isPresent() ? 1 : 0;
            }
            assertThat(sent).isEqualTo(5);
        }
    }

    @Test
    void theClockWakesWhatNoWakeUpCameForWithinASecondAndOnce() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        StepClock sweep = parts.get(StepClock.class);
        assertThat(sweep.sweep()).as("its own wake-up is on the way").isZero();
        parts.clock().advance(Duration.ofMillis(500));
        assertThat(sweep.sweep()).isEqualTo(1);
        assertThat(wakeUp(challenge).turn()).isEqualTo(1);
        parts.clock().advance(Duration.ofMillis(250));
        assertThat(sweep.sweep()).as("it was just woken").isZero();
    }

    @Test
    void aWakeUpAfterTheTimeIsUpClosesTheChallenge() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        parts.clock().advance(Duration.ofMinutes(5));
        assertThat(dispatcher.prepare(challenge.id(), 1)).isEmpty();
        assertThat(now(challenge).state()).isEqualTo(ChallengeState.EXPIRED);
    }

    @Test
    void sendsThatWereTakenAndNotHeardOfAreToBeAskedAbout() {
        Challenge challenge = keep(sms(Success.DELIVERED), email());
        dispatcher.record(dispatcher.prepare(challenge.id(), 1).orElseThrow(), carried("id-1"));
        assertThat(receipts.unreported("sms-smpp")).isEmpty();
        parts.clock().advance(Duration.ofSeconds(31));
        assertThat(receipts.unreported("sms-smpp")).containsExactly("id-1");
        assertThat(receipts.unreported("sms-twilio")).isEmpty();
        receipts.receive("sms-smpp", "id-1", "DELIVERED");
        assertThat(receipts.unreported("sms-smpp")).isEmpty();
    }

    private Challenge keep(PlannedStep... steps) {
        Challenge challenge = Challenges.open(steps);
        parts.transactions().executeWithoutResult(status -> challenges.insert(challenge));
        return challenge;
    }

    /** A challenge issued at the clock's time, not at START. */
    private Challenge keepNow(PlannedStep... steps) {
        Challenge challenge = keep(steps);
        Instant now = parts.clock().instant();
        parts.jdbc()
                .sql("update challenge set expires_at = :expires where id = :id")
                .param("expires", java.time.OffsetDateTime.ofInstant(now.plusSeconds(300), java.time.ZoneOffset.UTC))
                .param("id", challenge.id())
                .update();
        return challenge;
    }

    private Challenge now(Challenge challenge) {
        return challenges.find(challenge.id()).orElseThrow();
    }

    private Sensitive<String> code(Challenge challenge) {
        return parts.get(CodeDeriver.class).derive(challenge.id(), challenge.recipe());
    }

    private RecordingWakeUps.Challenge wakeUp(Challenge challenge) {
        return parts.wakeUps().challenges().stream()
                .filter(each -> each.id().equals(challenge.id()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<String> attempts(Challenge challenge) {
        return parts.jdbc()
                .sql("select progress from attempt where challenge_id = :id order by turn")
                .param("id", challenge.id())
                .query(String.class)
                .list();
    }

    private int earlyReceipts() {
        return parts.jdbc()
                .sql("select count(*) from early_receipt")
                .query(Integer.class)
                .single();
    }

    private static Carried carried(String reference) {
        return new Carried("sms-smpp", reference, "", Optional.empty());
    }
}
