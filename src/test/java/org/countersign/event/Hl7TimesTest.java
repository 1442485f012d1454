package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7TimesTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "20300514101500, 2030-05-14T14:15:00Z",
        "203005141015, 2030-05-14T14:15:00Z",
        "2030051410, 2030-05-14T14:00:00Z",
        "20300514101530.1234, 2030-05-14T14:15:30Z",
        "202010011126+0215, 2020-10-01T09:11:00Z",
        "20300514101500-0800, 2030-05-14T18:15:00Z",
        "20300514101500+0000, 2030-05-14T10:15:00Z"
    })
    void aTimeIsLocalUnlessItHasAnOffset(String text, Instant instant) {
        assertThat(Hl7Times.instant(text, NEW_YORK)).contains(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "202603080159, 2026-03-08T06:59:00Z, before the clocks go forward",
        "202603080230, 2026-03-08T07:30:00Z, in the hour that is left out",
        "202603080300, 2026-03-08T07:00:00Z, after it",
        "202611010130, 2026-11-01T05:30:00Z, the first of the hour that comes twice",
        "202611010200, 2026-11-01T07:00:00Z, after it"
    })
    void summerTimeIsTheZones(String text, Instant instant, String because) {
        assertThat(Hl7Times.instant(text, NEW_YORK)).as(because).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20300514",
                "20300514+0100",
                "203005",
                "2030",
                "20300514256000",
                "20301314101500",
                "20300230101500",
                "2030-05-14T10:15",
                "20300514101500+9900",
                "tomorrow"
            })
    void whatIsNoTimeOfDayIsNoInstant(String text) {
        assertThat(Hl7Times.instant(text, NEW_YORK)).isEmpty();
    }

    @Test
    void aDayIsReadFromATimeToo() {
        assertThat(Hl7Times.date("19880818")).contains(LocalDate.of(1988, 8, 18));
        assertThat(Hl7Times.date("198808181126+0215")).contains(LocalDate.of(1988, 8, 18));
        assertThat(Hl7Times.date("1988")).isEmpty();
        assertThat(Hl7Times.date("19880230")).isEmpty();
    }
}
