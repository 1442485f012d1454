package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.audit.AuditKind;
import org.countersign.platform.Sensitive;
import org.countersign.testing.MutableClock;
import org.countersign.testing.RecordingWakeUps;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks against real PostgreSQL, one at a time and all at once. */
class CodeVerifierIT {

    private static final int THREADS = 32;
    private static final int ROUNDS = 1_000;
    private static final CodeDeriver DERIVER = new CodeDeriver(TestKeys.ring());

    private static TestDatabase database;

    private final MutableClock clock = new MutableClock(Challenges.START);
    private RecordingTrail trail;
    private JdbcChallengeStore store;
    private CodeVerifier verifier;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void wire() {
        trail = new RecordingTrail();
        RecordingWakeUps wakeUps = new RecordingWakeUps();
        store = new JdbcChallengeStore(database.jdbc(), TestKeys.ring());
        var transactions = database.transactions();
        ChallengeArbiter arbiter = new ChallengeArbiter(store, trail, wakeUps, transactions);
        CheckAnswers answers = new JdbcCheckAnswerStore(database.jdbc());
        verifier = new CodeVerifier(store, arbiter, answers, DERIVER, trail, wakeUps, transactions, clock);
    }

    @Test
    void theRightCodeIsTakenOnceHoweverItIsTyped() {
        Challenge challenge = inserted();
        String code = codeOf(challenge).reveal();
        assertThat(check(challenge.id(), code.substring(0, 3) + " - " + code.substring(3)))
                .isEqualTo(CheckAnswer.VERIFIED);
        assertThat(check(challenge.id(), code)).isEqualTo(CheckAnswer.REFUSED);
        assertThat(trail.kinds()).containsExactly(AuditKind.CODE_VERIFIED, AuditKind.CODE_REFUSED);
    }

    @Test
    void digitsOfAnotherScriptAreTheSameDigits() {
        Challenge challenge = inserted();
        StringBuilder arabic = new StringBuilder();
        codeOf(challenge).reveal().chars().forEach(digit -> arabic.append((char) ('٠' + digit - '0')));
        assertThat(check(challenge.id(), arabic.toString())).isEqualTo(CheckAnswer.VERIFIED);
    }

    @Test
    void aRepeatWithTheSameKeyGetsTheFirstAnswerAndCostsNoTry() {
        Challenge challenge = inserted();
        Sensitive<String> code = codeOf(challenge);
        for (int i = 0; i < 3; i++) {
            assertThat(verifier.check(challenge.id(), code, Optional.of("key-1"), "portal:test"))
                    .isEqualTo(CheckAnswer.VERIFIED);
        }
        assertThat(store.find(challenge.id()).orElseThrow().tries()).isEqualTo(1);
        assertThat(trail.kinds()).containsExactly(AuditKind.CODE_VERIFIED);
    }

    @Test
    void aRepeatOfAWrongAnswerBurnsNoSecondTry() {
        Challenge challenge = inserted();
        for (int i = 0; i < 5; i++) {
            verifier.check(challenge.id(), wrong(challenge), Optional.of("key-2"), "portal:test");
        }
        assertThat(store.find(challenge.id()).orElseThrow().tries()).isEqualTo(1);
    }

    @Test
    void unknownClosedExpiredAndWrongAreAllRefusedAndToldApartOnlyInTheTrail() {
        assertThat(check(UUID.randomUUID(), "123456")).isEqualTo(CheckAnswer.REFUSED);
        Challenge wrong = inserted();
        assertThat(verifier.check(wrong.id(), wrong(wrong), Optional.empty(), "portal:test"))
                .isEqualTo(CheckAnswer.REFUSED);
        Challenge late = inserted();
        clock.advance(java.time.Duration.ofMinutes(5));
        assertThat(check(late.id(), codeOf(late).reveal())).isEqualTo(CheckAnswer.REFUSED);
        assertThat(check(late.id(), codeOf(late).reveal())).isEqualTo(CheckAnswer.REFUSED);
        assertThat(trail.kinds())
                .containsExactly(
                        AuditKind.CODE_REFUSED,
                        AuditKind.CODE_REFUSED,
                        AuditKind.CHALLENGE_EXPIRED,
                        AuditKind.CODE_REFUSED);
        assertThat(trail.facts().getFirst().details()).containsEntry("reason", "UNKNOWN");
        assertThat(trail.facts().getLast().details()).containsEntry("reason", "EXPIRED");
    }

    /** Two wrong answers leave one try: however the race goes, a right answer is among the first three or after two. */
    @Test
    void ofRacingAnswersOneRightOneWinsAndEveryTryIsCounted() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Challenge challenge = inserted();
                int wrongs = round % 4;
                List<CheckAnswer> answers = race(threads, challenge, wrongs);
                Challenge after = store.find(challenge.id()).orElseThrow();
                if (wrongs < challenge.maxTries()) {
                    assertThat(answers).filteredOn(CheckAnswer.VERIFIED::equals).hasSize(1);
                    assertThat(after.state()).isEqualTo(ChallengeState.VERIFIED);
                } else {
                    assertThat(after.state()).isIn(ChallengeState.VERIFIED, ChallengeState.LOCKED);
                }
                assertThat(after.tries()).isEqualTo(countedTries(challenge.id()));
            }
        }
    }

    @Test
    void racingWrongAnswersAreCountedToTheLimitAndNoFurther() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < 50; round++) {
                Challenge challenge = inserted();
                List<CheckAnswer> answers = race(threads, challenge, THREADS);
                assertThat(answers).containsOnly(CheckAnswer.REFUSED);
                assertThat(store.find(challenge.id()).orElseThrow().tries()).isEqualTo(3);
                assertThat(countedTries(challenge.id())).isEqualTo(3);
            }
        }
    }

    private List<CheckAnswer> race(ExecutorService threads, Challenge challenge, int wrongs) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Callable<CheckAnswer>> checks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Sensitive<String> code = i < wrongs ? wrong(challenge) : codeOf(challenge);
            checks.add(() -> {
                barrier.await();
                return verifier.check(challenge.id(), code, Optional.empty(), "portal:test");
            });
        }
        List<CheckAnswer> answers = new ArrayList<>();
        for (Future<CheckAnswer> answer : threads.invokeAll(checks)) {
            answers.add(answer.get());
        }
        return answers;
    }

    /** Tries that the trail tells of: those that carry a number. */
    private int countedTries(UUID id) {
        return (int) trail.facts().stream()
                .filter(fact -> fact.challengeId().filter(id::equals).isPresent())
                .filter(fact -> fact.kind() == AuditKind.CODE_VERIFIED || fact.kind() == AuditKind.CODE_REFUSED)
                .filter(fact -> fact.details().containsKey("tries"))
                .count();
    }

    private CheckAnswer check(UUID id, String code) {
        return verifier.check(id, Sensitive.of(code), Optional.empty(), "portal:test");
    }

    private Challenge inserted() {
        Challenge template = Challenges.open();
        store.insert(template);
        return template;
    }

    private static Sensitive<String> codeOf(Challenge challenge) {
        return DERIVER.derive(challenge.id(), challenge.recipe());
    }

    private static Sensitive<String> wrong(Challenge challenge) {
        int code = Integer.parseInt(codeOf(challenge).reveal());
        return Sensitive.of(String.format("%06d", (code + 1) % 1_000_000));
    }
}
