package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nights by the clocks of a zone, also those in which the clocks are changed. */
class QuietHoursTest {

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T00:59:00Z, 2026-06-01T00:59:00Z, 20:59 in New York",
        "2026-06-01T01:00:00Z, 2026-06-01T12:00:00Z, 21:00",
        "2026-06-01T04:00:00Z, 2026-06-01T12:00:00Z, midnight",
        "2026-06-01T11:59:59Z, 2026-06-01T12:00:00Z, a second before 8:00",
        "2026-06-01T12:00:00Z, 2026-06-01T12:00:00Z, 8:00",
        "2026-03-08T02:30:00Z, 2026-03-08T12:00:00Z, 21:30 of a night with one hour less",
        "2026-11-01T02:30:00Z, 2026-11-01T13:00:00Z, 22:30 of a night with one hour more",
    })
    void aNightGoesOverMidnight(Instant moment, Instant end, String because) {
        QuietHours night = hours("21:00", "08:00", "America/New_York");
        assertThat(night.endAfter(moment)).as(because).isEqualTo(end);
        assertThat(night.includes(moment)).as(because).isEqualTo(!moment.equals(end));
        assertThat(night.includes(end)).as("at its end").isFalse();
    }

    @Test
    void hoursWithinADayEndOnThatDay() {
        QuietHours noon = hours("12:00", "14:00", "Europe/Berlin");
        assertThat(noon.includes(Instant.parse("2026-06-01T09:59:59Z"))).isFalse();
        assertThat(noon.endAfter(Instant.parse("2026-06-01T10:00:00Z"))).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(noon.includes(Instant.parse("2026-06-01T12:00:00Z"))).isFalse();
    }

    @Test
    void anEndThatTheClocksLeaveOutIsWhenTheyArePutForward() {
        QuietHours night = hours("21:00", "02:30", "America/New_York");
        Instant forward = Instant.parse("2026-03-08T07:00:00Z");
        assertThat(night.endAfter(Instant.parse("2026-03-08T06:59:59Z"))).isEqualTo(forward);
        assertThat(night.includes(forward)).as("3:00").isFalse();
    }

    @Test
    void anEndThatTheClocksShowTwiceIsTheSecondOne() {
        QuietHours night = hours("21:00", "01:30", "America/New_York");
        Instant second = Instant.parse("2026-11-01T06:30:00Z");
        assertThat(night.endAfter(Instant.parse("2026-11-01T05:15:00Z"))).isEqualTo(second);
        assertThat(night.endAfter(Instant.parse("2026-11-01T06:15:00Z")))
                .as("1:15 for the second time")
                .isEqualTo(second);
        assertThat(night.includes(second)).isFalse();
    }

    @Test
    void hoursThatTheClocksLeaveOutAreNeverQuiet() {
        QuietHours gap = hours("02:00", "03:00", "America/New_York");
        assertThat(gap.includes(Instant.parse("2026-03-08T06:59:59Z"))).isFalse();
        assertThat(gap.includes(Instant.parse("2026-03-08T07:00:00Z"))).isFalse();
    }

    @Test
    void midnightItselfMayBeLeftOut() {
        QuietHours night = hours("22:00", "00:30", "America/Santiago");
        assertThat(night.endAfter(Instant.parse("2026-09-06T03:30:00Z")))
                .as("clocks go from 24:00 to 1:00")
                .isEqualTo("2026-09-06T04:00:00Z");
    }

    private static QuietHours hours(String from, String until, String zone) {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(until), ZoneId.of(zone));
    }
}
