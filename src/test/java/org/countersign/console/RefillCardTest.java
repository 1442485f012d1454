package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Challenges;
import org.countersign.message.MessageCatalog;
import org.countersign.policy.Success;
import org.junit.jupiter.api.Test;

class RefillCardTest {

    private static final Instant START = Challenges.START;
    private static final PageWords WORDS = new PageWords(MessageCatalog.shipped());

    private final Challenge fresh = Challenges.open(Challenges.sms(Success.DELIVERED), Challenges.email());

    @Test
    void theFirstStepIsBeingSentFromTheStart() {
        assertThat(progress(fresh, START)).containsExactly("is being sent", "if needed");
    }

    @Test
    void theNextStepCountsDownWhileTheFirstIsOnItsWay() {
        Challenge sent =
                ChallengeTransitions.claim(fresh, 1, START).orElseThrow().next();
        assertThat(progress(sent, START.plusSeconds(5))).containsExactly("is being sent", "in 0:25 if needed");
    }

    @Test
    void nothingIsPromisedOnceItIsOver() {
        RefillCard late = RefillCard.of(fresh, START.plus(Duration.ofMinutes(5)));
        assertThat(late.waits()).isFalse();
        assertThat(english(Objects.requireNonNull(late.verdict()))).isEqualTo("Expired");
        assertThat(progress(fresh, START.plus(Duration.ofMinutes(5)))).containsExactly("not sent", "not sent");
    }

    @Test
    void onlyFactsThatTheMessageHeldAreShown() {
        assertThat(RefillCard.of(fresh, START).facts())
                .extracting(fact -> english(fact.name()) + ": " + fact.value())
                .containsExactly("Drug: Amoxicillin", "Prescription: 7");
    }

    @Test
    void aCodeForWhoStandsForThePatientIsToldFromThePatients() {
        assertThat(RefillCard.of(fresh, START).represented()).isFalse();
        assertThat(RefillCard.of(Refills.represented(fresh), START).represented())
                .isTrue();
    }

    @Test
    void timesReadAsPeopleSayThem() {
        assertThat(english(RefillCard.ago(Duration.ofSeconds(59)))).isEqualTo("asked just now");
        assertThat(english(RefillCard.ago(Duration.ofSeconds(125)))).isEqualTo("asked 2 min ago");
        assertThat(RefillCard.clock(Duration.ofSeconds(185))).isEqualTo("3:05");
        assertThat(RefillCard.clock(Duration.ofSeconds(-1))).isEqualTo("0:00");
    }

    private static List<String> progress(Challenge challenge, Instant now) {
        return RefillCard.of(challenge, now).steps().stream()
                .map(step -> english(step.progress()))
                .toList();
    }

    private static String english(Phrase phrase) {
        return WORDS.getMessage(phrase.key(), phrase.values().toArray(), Locale.ENGLISH);
    }
}
