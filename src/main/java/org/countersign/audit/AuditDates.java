package org.countersign.audit;

import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the search parameter {@code date} (FHIR R4 §3.1.1.5.6) says about instants. A day, month or year without a time is
 * one of UTC, in which AuditEvents tell their time; HAPI would widen it to the days of all time zones.
 */
final class AuditDates {

    private AuditDates() {}

    /** First instant that is in the range. */
    static Optional<Instant> from(@Nullable DateRangeParam range) {
        return Optional.ofNullable(range).map(DateRangeParam::getLowerBound).map(bound -> switch (prefix(bound)) {
            case GREATERTHAN, STARTS_AFTER -> end(bound);
            case EQUAL, GREATERTHAN_OR_EQUALS -> begin(bound);
            default -> throw unsupported();
        });
    }

    /** First instant behind the range. */
    static Optional<Instant> before(@Nullable DateRangeParam range) {
        return Optional.ofNullable(range).map(DateRangeParam::getUpperBound).map(bound -> switch (prefix(bound)) {
            case LESSTHAN, ENDS_BEFORE -> begin(bound);
            case EQUAL, LESSTHAN_OR_EQUALS -> end(bound);
            default -> throw unsupported();
        });
    }

    private static ParamPrefixEnum prefix(DateParam bound) {
        return Optional.ofNullable(bound.getPrefix()).orElse(ParamPrefixEnum.EQUAL);
    }

    private static Instant begin(DateParam bound) {
        String text = bound.getValueAsString();
        return switch (bound.getPrecision()) {
            case YEAR -> start(Year.parse(text).atDay(1));
            case MONTH -> start(YearMonth.parse(text).atDay(1));
            case DAY -> start(LocalDate.parse(text));
            case MINUTE, SECOND, MILLI -> bound.getValue().toInstant();
        };
    }

    private static Instant end(DateParam bound) {
        String text = bound.getValueAsString();
        return switch (bound.getPrecision()) {
            case YEAR -> start(Year.parse(text).plusYears(1).atDay(1));
            case MONTH -> start(YearMonth.parse(text).plusMonths(1).atDay(1));
            case DAY -> start(LocalDate.parse(text).plusDays(1));
            case MINUTE -> begin(bound).plus(Duration.ofMinutes(1));
            case SECOND -> begin(bound).plusSeconds(1);
            case MILLI -> begin(bound).plusMillis(1);
        };
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static InvalidRequestException unsupported() {
        return new InvalidRequestException("A date is searched by the prefixes eq, gt, ge, lt, le, sa and eb");
    }
}
