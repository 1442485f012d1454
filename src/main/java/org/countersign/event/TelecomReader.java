package org.countersign.event;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;

/**
 * XTN fields as telecoms, after the v2-to-FHIR map of XTN to ContactPoint: the value from XTN.12, else composed of XTN.5
 * to 7, else from XTN.1, where nearly every sender still puts it.
 */
final class TelecomReader {

    /** XTN.1 ends in {@code B} and a beeper's number or {@code C} and words (HL7 v2.5.1 §2.A.89.1). */
    private static final Pattern COMMENT = Pattern.compile("(?<=\\d)\\s*(?:B\\d|C[^0-9]).*$");

    private static final int PHONE = 1;
    private static final int USE_CODE = 2;
    private static final int EQUIPMENT = 3;
    private static final int ADDRESS = 4;
    private static final int COUNTRY = 5;
    private static final int AREA = 6;
    private static final int LOCAL = 7;
    private static final int EXTENSION = 8;
    private static final int UNFORMATTED = 12;
    private static final int FROM = 13;
    private static final int UNTIL = 14;
    private static final int RANK = 18;

    /** Zeros alone are a sender's filling; words, as CELL, say what kind of number it is. */
    private static final Pattern DIALLED = Pattern.compile("(?!0+$)\\d{1,10}");

    private final TelecomValues values = new TelecomValues();

    /** All telecoms of PID: home (13), business (14) and, from v2.7 on, all (40). */
    List<Telecom> read(Segment pid, Site site) {
        List<Telecom> telecoms = new ArrayList<>();
        add(telecoms, pid, 13, Use.HOME, site);
        add(telecoms, pid, 14, Use.WORK, site);
        add(telecoms, pid, 40, Use.UNKNOWN, site);
        return telecoms;
    }

    /** All telecoms of NK1: home (5), business (6) and, from v2.7 on, all (40). */
    List<Telecom> readRelated(Segment nk1, Site site) {
        List<Telecom> telecoms = new ArrayList<>();
        add(telecoms, nk1, 5, Use.HOME, site);
        add(telecoms, nk1, 6, Use.WORK, site);
        add(telecoms, nk1, 40, Use.UNKNOWN, site);
        return telecoms;
    }

    private void add(List<Telecom> telecoms, Segment segment, int field, Use implied, Site site) {
        for (Segment.Repetition xtn : segment.repetitions(field)) {
            Optional<Telecom> telecom = telecom(xtn, implied, site);
            telecom.filter(one -> telecoms.stream().noneMatch(one::equals)).ifPresent(telecoms::add);
        }
    }

    private Optional<Telecom> telecom(Segment.Repetition xtn, Use implied, Site site) {
        String value = value(xtn);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = kind(xtn, value);
        Use use = use(xtn, implied);
        return Optional.of(
                switch (kind) {
                    case PHONE, FAX -> number(xtn, kind, use, value, site);
                    case EMAIL -> {
                        TelecomValues.Value address = values.email(value);
                        Kind sure = address.line() == LineType.INVALID ? Kind.OTHER : Kind.EMAIL;
                        yield telecom(xtn, sure, use, address.text(), address.line(), site);
                    }
                    case PAGER, OTHER -> telecom(xtn, kind, use, value, LineType.UNKNOWN, site);
                });
    }

    private static Telecom telecom(Segment.Repetition xtn, Kind kind, Use use, String value, LineType line, Site site) {
        return new Telecom(
                kind,
                use,
                Sensitive.of(value),
                rank(xtn.component(RANK)),
                moment(xtn.component(FROM), site.zone(), 0),
                moment(xtn.component(UNTIL), site.zone(), 1),
                line);
    }

    private static String value(Segment.Repetition xtn) {
        if (isEmail(xtn)) {
            return xtn.component(ADDRESS).isEmpty() ? xtn.component(PHONE) : xtn.component(ADDRESS);
        }
        if (!xtn.component(UNFORMATTED).isEmpty()) {
            return xtn.component(UNFORMATTED);
        }
        return xtn.component(LOCAL).isEmpty()
                ? COMMENT.matcher(xtn.component(PHONE)).replaceFirst("")
                : composed(xtn);
    }

    private static String composed(Segment.Repetition xtn) {
        String national = xtn.component(AREA) + xtn.component(LOCAL);
        String country = xtn.component(COUNTRY).replaceFirst("^(\\+|00)", "");
        return country.isEmpty() ? national : "+" + country + national;
    }

    private static boolean isEmail(Segment.Repetition xtn) {
        return switch (equipment(xtn)) {
            case "INTERNET", "X.400" -> true;
            case "" -> !xtn.component(ADDRESS).isEmpty() || xtn.component(PHONE).contains("@");
            default -> xtn.component(USE_CODE).equals("NET");
        };
    }

    private static Kind kind(Segment.Repetition xtn, String value) {
        if (isEmail(xtn)) {
            return Kind.EMAIL;
        }
        if (xtn.component(USE_CODE).equals("BPN")) {
            return Kind.PAGER;
        }
        return switch (equipment(xtn)) {
            case "", "PH", "CP" -> value.contains("@") ? Kind.EMAIL : Kind.PHONE;
            case "FX" -> Kind.FAX;
            case "BP" -> Kind.PAGER;
            default -> Kind.OTHER; // MD, SAT, TDD, TTY
        };
    }

    /** Emergency numbers and answering services are not the patient's, even where they are cell phones. */
    private static Use use(Segment.Repetition xtn, Use implied) {
        String code = xtn.component(USE_CODE).toUpperCase(Locale.ROOT);
        if (code.equals("EMR") || code.equals("ASN")) {
            return Use.EMERGENCY;
        }
        String extension = xtn.component(EXTENSION).toUpperCase(Locale.ROOT);
        if (equipment(xtn).equals("CP") || extension.startsWith("CELL") || extension.startsWith("MOBILE")) {
            return Use.MOBILE;
        }
        return switch (code) {
            case "" -> implied;
            case "PRN" -> Use.HOME;
            case "WPN" -> Use.WORK;
            case "PRS" -> Use.MOBILE;
            default -> Use.UNKNOWN; // ORN, VHN, NET; BPN, which is a pager
        };
    }

    private static String equipment(Segment.Repetition xtn) {
        return xtn.component(EQUIPMENT).toUpperCase(Locale.ROOT);
    }

    private Telecom number(Segment.Repetition xtn, Kind kind, Use use, String value, Site site) {
        String extension = xtn.component(EXTENSION);
        boolean extended = kind == Kind.PHONE && DIALLED.matcher(extension).matches();
        TelecomValues.Value number =
                values.number(extended ? value + Telecom.EXTENSION + extension : value, site.region());
        return telecom(xtn, kind, use, number.text(), number.line(), site);
    }

    private static OptionalInt rank(String text) {
        return text.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** A moment, or a day from its start; {@code lastDays} is 1 where the day itself still counts. */
    static Optional<Instant> moment(String text, ZoneId zone, int lastDays) {
        return Hl7Times.instant(text, zone)
                .or(() -> Hl7Times.date(text)
                        .map(day -> day.plusDays(lastDays).atStartOfDay(zone).toInstant()));
    }
}
