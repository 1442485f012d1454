package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant START = Instant.parse("2030-01-01T10:00:00Z");

    private final Breaker breaker = new Breaker();

    @Test
    void fewFailuresSayNothing() {
        for (int i = 0; i < 4; i++) {
            breaker.failed(START);
        }
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.admit(START)).isTrue();
    }

    @Test
    void itOpensWhenHalfOfTheLatestSendsFailed() {
        for (int i = 0; i < 10; i++) {
            breaker.succeeded(START);
        }
        for (int i = 0; i < 9; i++) {
            breaker.failed(START);
        }
        assertThat(breaker.isOpen()).isFalse();
        breaker.failed(START);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void whatFailedLongAgoIsForgotten() {
        for (int i = 0; i < 4; i++) {
            breaker.failed(START);
        }
        breaker.failed(START.plusSeconds(61));
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void anOpenOneLetsOneProbeThroughAfterItsPauseAndClosesWhenThatIsTaken() {
        open();
        assertThat(breaker.admit(START.plusSeconds(29))).isFalse();
        assertThat(breaker.admit(START.plusSeconds(30))).isTrue();
        assertThat(breaker.admit(START.plusSeconds(31))).as("one at a time").isFalse();
        breaker.succeeded(START.plusSeconds(32));
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.admit(START.plusSeconds(32))).isTrue();
        assertThat(breaker.admit(START.plusSeconds(32))).isTrue();
    }

    @Test
    void eachProbeThatFailsDoublesThePauseUpToFiveMinutes() {
        open();
        Instant now = START;
        for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
            assertThat(breaker.admit(now.plusSeconds(seconds - 1)))
                    .as(seconds + " s")
                    .isFalse();
            now = now.plusSeconds(seconds);
            assertThat(breaker.admit(now)).as(seconds + " s").isTrue();
            breaker.failed(now);
        }
    }

    @Test
    void aProbeThatIsNeverHeardOfIsFollowedByAnother() {
        open();
        assertThat(breaker.admit(START.plusSeconds(30))).isTrue();
        assertThat(breaker.admit(START.plusSeconds(89))).isFalse();
        assertThat(breaker.admit(START.plusSeconds(90))).isTrue();
    }

    @Property
    void whileItIsOpenNoTwoSendsAreAdmittedWithinHalfAMinute(
            @ForAll @Size(max = 200) java.util.List<@IntRange(max = 20_000) Integer> pauses) {
        var opened = new Breaker();
        for (int i = 0; i < 5; i++) {
            opened.failed(START);
        }
        Instant now = START;
        Instant last = START;
        for (int pause : pauses) {
            now = now.plusMillis(pause);
            if (opened.admit(now)) {
                assertThat(Duration.between(last, now)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
                last = now;
                opened.failed(now);
            }
        }
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            breaker.failed(START);
        }
    }
}
