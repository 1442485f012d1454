package org.countersign.resource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.countersign.event.Site;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.event.TelecomValues;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;

/** FHIR R4 ContactPoint as telecoms. One that is {@code old} is kept and called so, since the policy says why. */
final class ContactPoints {

    private final TelecomValues values = new TelecomValues();

    List<Telecom> read(List<ContactPoint> points, Site site) {
        return points.stream()
                .filter(ContactPoint::hasValue)
                .map(point -> telecom(point, site))
                .distinct()
                .toList();
    }

    private Telecom telecom(ContactPoint point, Site site) {
        Kind kind = kind(point);
        String written = point.getValue().strip();
        TelecomValues.Value value = switch (kind) {
            case PHONE, FAX -> values.number(written.replaceFirst("^(tel|sms):", ""), site.region());
            case EMAIL -> values.email(written.replaceFirst("^mailto:", ""));
            case PAGER, OTHER -> new TelecomValues.Value(written, LineType.UNKNOWN);
        };
        boolean noAddress = kind == Kind.EMAIL && value.line() == LineType.INVALID;
        return new Telecom(
                noAddress ? Kind.OTHER : kind,
                use(point),
                Sensitive.of(value.text()),
                point.hasRank() ? OptionalInt.of(point.getRank()) : OptionalInt.empty(),
                moment(point.getPeriod().getStartElement(), site.zone(), 0),
                moment(point.getPeriod().getEndElement(), site.zone(), 1),
                value.line());
    }

    private static Kind kind(ContactPoint point) {
        return switch (Optional.ofNullable(point.getSystem()).orElse(ContactPointSystem.NULL)) {
            case PHONE, SMS -> Kind.PHONE;
            case EMAIL -> Kind.EMAIL;
            case FAX -> Kind.FAX;
            case PAGER -> Kind.PAGER;
            case URL, OTHER, NULL -> Kind.OTHER;
        };
    }

    /** System {@code sms} says that the number takes texts, whatever else it is. */
    private static Use use(ContactPoint point) {
        boolean texts = point.getSystem() == ContactPointSystem.SMS;
        return switch (Optional.ofNullable(point.getUse()).orElse(ContactPointUse.NULL)) {
            case HOME -> texts ? Use.MOBILE : Use.HOME;
            case WORK -> Use.WORK;
            case MOBILE -> Use.MOBILE;
            case OLD -> Use.OLD;
            case TEMP, NULL -> texts ? Use.MOBILE : Use.UNKNOWN;
        };
    }

    /** A moment; a day, month or year from its start, or to its end where {@code last} is 1, since ends are inclusive. */
    static Optional<Instant> moment(DateTimeType time, ZoneId zone, int last) {
        String text = time.getValueAsString();
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate day = switch (text.length()) {
                case 4 -> Year.parse(text).plusYears(last).atDay(1);
                case 7 -> YearMonth.parse(text).plusMonths(last).atDay(1);
                case 10 -> LocalDate.parse(text).plusDays(last);
                default -> null;
            };
            return Optional.of(
                    day == null
                            ? time.getValue().toInstant()
                            : day.atStartOfDay(zone).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
