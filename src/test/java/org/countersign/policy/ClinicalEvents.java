package org.countersign.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;

/** Events built by hand. */
final class ClinicalEvents {

    static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    static final Telecom MOBILE = phone("+14155550101", Use.MOBILE, LineType.MOBILE);
    static final Telecom LANDLINE = phone("+442079460000", Use.HOME, LineType.FIXED);
    static final Telecom MAIL = telecom(Kind.EMAIL, Use.HOME, "ada@example.org", LineType.UNKNOWN);
    static final ClinicalAct.Appointment APPOINTMENT = appointment(Optional.of(NOW.plus(Duration.ofDays(1))));
    static final ClinicalAct.Refill REFILL = new ClinicalAct.Refill(
            "P-7", "F-7", "RX-7", "197361", Sensitive.of("Amlodipine 5 MG"), "1 tab", "30 tab", "2", "Main Street");

    private ClinicalEvents() {}

    static ClinicalAct.Appointment appointment(Optional<Instant> start) {
        return new ClinicalAct.Appointment("A-1", "B-1", start, "Booked", "Room 4", Sensitive.of("Cardiology"));
    }

    static Telecom phone(String number, Use use, LineType line) {
        return telecom(Kind.PHONE, use, number, line);
    }

    static Telecom telecom(Kind kind, Use use, String value, LineType line) {
        return new Telecom(
                kind, use, Sensitive.of(value), OptionalInt.empty(), Optional.empty(), Optional.empty(), line);
    }

    static Telecom ranked(Telecom telecom, int rank) {
        return new Telecom(
                telecom.kind(),
                telecom.use(),
                telecom.value(),
                OptionalInt.of(rank),
                telecom.from(),
                telecom.until(),
                telecom.line());
    }

    static Telecom valid(Telecom telecom, Optional<Instant> from, Optional<Instant> until) {
        return new Telecom(telecom.kind(), telecom.use(), telecom.value(), telecom.rank(), from, until, telecom.line());
    }

    static Person person(Telecom... telecoms) {
        return person(false, true, Optional.empty(), List.of(telecoms));
    }

    static Person person(boolean deceased, boolean active, Optional<Locale> language, List<Telecom> telecoms) {
        Person.Identifier identifier = new Person.Identifier(Sensitive.of("4711"), "HOSP", "MR");
        return new Person(
                List.of(identifier),
                Sensitive.of("Ada Lovelace"),
                Optional.empty(),
                language,
                deceased,
                active,
                telecoms);
    }

    static ClinicalEvent event(String type, Change change, ClinicalAct act, Person person) {
        return event(type, change, act, Optional.of(person), true, "Main Hospital");
    }

    static ClinicalEvent event(
            String type, Change change, ClinicalAct act, Optional<Person> person, boolean production, String facility) {
        Site site = new Site("scheduling", facility, ZoneOffset.UTC, "US", StandardCharsets.UTF_8);
        return new ClinicalEvent(site, type, production, person, act, change);
    }
}
