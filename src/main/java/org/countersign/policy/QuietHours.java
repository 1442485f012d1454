package org.countersign.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * Hours of each day, by the clocks of a zone, in which nobody is to be disturbed. An hour that the clocks show twice is
 * quiet both times, one that they leave out never.
 *
 * @param from first quiet minute
 * @param until first minute that is not; before {@code from} where the night is between
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    /** Whether the clocks show a quiet hour at {@code moment}. */
    public boolean includes(Instant moment) {
        LocalTime clock = moment.atZone(zone).toLocalTime();
        return from.isBefore(until)
                ? !clock.isBefore(from) && clock.isBefore(until)
                : !clock.isBefore(from) || clock.isBefore(until);
    }

    /** When it is not quiet any more: {@code moment} itself where it is not. */
    public Instant endAfter(Instant moment) {
        if (!includes(moment)) {
            return moment;
        }
        LocalDate today = moment.atZone(zone).toLocalDate();
        Instant end = endOn(today);
        return end.isAfter(moment) ? end : endOn(today.plusDays(1));
    }

    /** Where clocks are put forward over the end, it is when they are; where they show it twice, the second time. */
    private Instant endOn(LocalDate day) {
        LocalDateTime end = day.atTime(until);
        ZoneOffsetTransition change = zone.getRules().getTransition(end);
        return change != null && change.isGap()
                ? change.getInstant()
                : end.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    /** For people: {@code quiet hours, 21:00 to 08:00}. */
    public String sentence() {
        return "quiet hours, " + from + " to " + until;
    }
}
