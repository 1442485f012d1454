package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T10:00:00Z"));
    private final SignInThrottle throttle = new SignInThrottle(clock);

    @Test
    void fiveTriesInFiveMinutesAreLetThroughAndTheSixthIsNot() {
        useUp("192.0.2.1");
        clock.advance(Duration.ofMinutes(1));
        assertThat(throttle.count("pharmacist", "192.0.2.1")).contains(Duration.ofMinutes(4));
    }

    @Test
    void afterTheWaitTriesAreLetThroughAgain() {
        useUp("192.0.2.1");
        clock.advance(SignInThrottle.WINDOW);
        useUp("192.0.2.1");
    }

    @Test
    void aStrangerElsewhereLocksNobodyOut() {
        useUp("192.0.2.1");
        assertThat(throttle.count("pharmacist", "192.0.2.2")).isEmpty();
    }

    @Test
    void whoKnewThePasswordStartsAfresh() {
        useUp("192.0.2.1");
        throttle.forget("pharmacist", "192.0.2.1");
        useUp("192.0.2.1");
    }

    private void useUp(String address) {
        for (int i = 0; i < SignInThrottle.TRIES; i++) {
            assertThat(throttle.count("pharmacist", address)).isEmpty();
        }
    }
}
