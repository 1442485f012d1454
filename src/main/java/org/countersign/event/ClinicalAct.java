package org.countersign.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.platform.Sensitive;

/** What an event is about. Fields that the message does not value are empty strings. */
public sealed interface ClinicalAct {

    /**
     * Names the act for the hub: stable over amendments, unique within a facility, never a patient's data. Empty when
     * the message names none, in which case it cannot be superseded or cancelled.
     */
    String reference();

    /**
     * What the code can be bound to, by the names that policies use under {@code binding}. A change in a bound field
     * kills the old code.
     */
    Map<String, String> bindable();

    /**
     * The numbers that the act goes by, each with its kind ({@code placer:P-7}): a cancellation that gives one of them
     * is for this act, whatever {@link #reference()} it would make by itself.
     */
    default Set<String> names() {
        return Set.of();
    }

    /** Numbers with their kinds, without those that are empty; given as {@code kind, number, kind, number …}. */
    private static Set<String> named(String... kindsAndNumbers) {
        return Stream.iterate(0, i -> i < kindsAndNumbers.length, i -> i + 2)
                .filter(i -> !kindsAndNumbers[i + 1].isEmpty())
                .map(i -> kindsAndNumbers[i] + ":" + kindsAndNumbers[i + 1])
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String firstOf(String... numbers) {
        return Stream.of(numbers)
                .filter(number -> !number.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String reference(String type, String... numbers) {
        String id = firstOf(numbers);
        return id.isEmpty() ? "" : type + "/" + id;
    }

    /**
     * An appointment (SCH, AIS, TQ1), or a visit without one to which the patient is connected (ADT^A04, PV1-2 V).
     *
     * @param placerId SCH-1.1
     * @param fillerId SCH-2.1
     * @param start SCH-11.4, TQ1-7 or AIS-4, in this order
     * @param status SCH-25 filler status code (table 0278), as sent
     * @param location AIL-3, display form
     * @param service AIS-3, display form; may tell the diagnosis, so never in a text
     * @param types codes by which policies know what kind of appointment it is: SCH-8, AIS-3, AIL-3, AIL-4, or PV1-2
     * @param visit whether it is a visit: {@code fillerId} then numbers an encounter (PV1-19), no appointment
     */
    record Appointment(
            String placerId,
            String fillerId,
            Optional<Instant> start,
            String status,
            String location,
            Sensitive<String> service,
            Sensitive<List<String>> types,
            boolean visit)
            implements ClinicalAct {

        /** An appointment of no known type. */
        public Appointment(
                String placerId,
                String fillerId,
                Optional<Instant> start,
                String status,
                String location,
                Sensitive<String> service) {
            this(placerId, fillerId, start, status, location, service, Sensitive.of(List.of()), false);
        }

        @Override
        public String reference() {
            return ClinicalAct.reference(visit ? "Encounter" : "Appointment", fillerId, placerId);
        }

        @Override
        public Set<String> names() {
            return named("placer", placerId, "filler", fillerId);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of(
                    "reference", reference(),
                    "start", start.map(Instant::toString).orElse(""),
                    "location", location,
                    "service", service.reveal());
        }
    }

    /**
     * A refill request: one order group with ORC-1 RF and an RXE or RXO. What cancels it may give its numbers alone.
     *
     * @param placerOrder ORC-2.1
     * @param fillerOrder ORC-3.1
     * @param prescription RXE-15, RXD-7 of a dispense
     * @param drugCode RXE-2.1 or RXO-1.1
     * @param drug RXE-2.2 or RXO-1.2, display form
     * @param dose RXE-3 with its unit RXE-5, or RXO-2 with RXO-4
     * @param quantity RXE-10 with its unit RXE-11, or RXO-11 with RXO-12
     * @param refillsRemaining RXE-16 or RXO-13
     * @param pharmacy ORC-21, RXE-40 or RXO-32, display form; else MSH-4 of a pharmacy
     */
    record Refill(
            String placerOrder,
            String fillerOrder,
            String prescription,
            String drugCode,
            Sensitive<String> drug,
            String dose,
            String quantity,
            String refillsRemaining,
            String pharmacy)
            implements ClinicalAct {

        @Override
        public String reference() {
            return ClinicalAct.reference("MedicationRequest", prescription, placerOrder, fillerOrder);
        }

        @Override
        public Set<String> names() {
            return named("placer", placerOrder, "filler", fillerOrder, "prescription", prescription);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of(
                    "reference", reference(),
                    "drug", drugCode + " " + drug.reveal(),
                    "dose", dose,
                    "quantity", quantity,
                    "refillsRemaining", refillsRemaining,
                    "pharmacy", pharmacy);
        }
    }

    /**
     * A result that may be shown to the patient: one observation group with OBR-25 F or C.
     *
     * @param placerOrder OBR-2.1
     * @param fillerOrder OBR-3.1
     * @param status OBR-25 (table 0123), as sent
     * @param service OBR-4, display form; tells the test, so never in a text
     * @param reported OBR-22 as a moment, else as sent: another report of the same test is another result
     */
    record Result(String placerOrder, String fillerOrder, String status, Sensitive<String> service, String reported)
            implements ClinicalAct {

        @Override
        public String reference() {
            return ClinicalAct.reference("DiagnosticReport", fillerOrder, placerOrder);
        }

        @Override
        public Set<String> names() {
            return named("placer", placerOrder, "filler", fillerOrder);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of(
                    "reference", reference(), "status", status, "service", service.reveal(), "reported", reported);
        }
    }

    /**
     * A charge, or an account that was opened: FT1 of DFT^P03 and P11, BAR^P01.
     *
     * @param transaction FT1-2.1
     * @param account PID-18.1
     * @param visit PV1-19.1
     * @param amount FT1-11 or FT1-12 with its currency, as {@code 120 USD}; empty for an account
     */
    record Bill(String transaction, String account, String visit, String amount) implements ClinicalAct {

        @Override
        public String reference() {
            return ClinicalAct.reference("Invoice", transaction, account, visit);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of("reference", reference(), "account", firstOf(account, visit), "amount", amount);
        }
    }

    /**
     * A person's record was made or changed: ADT^A01, A04, A28, A08, A31. The person of the event is what the record
     * says now. Or a portal asks whether the person is there.
     *
     * @param contacts all addresses of the person, in order, as one text
     * @param request names what the portal asks for; empty where it is the person's record
     */
    record Registration(Sensitive<String> contacts, String request) implements ClinicalAct {

        /** Names no one: who challenges gives the record a pseudonym. */
        public static final String REFERENCE = "Patient/self";

        /** A record that was made or changed. */
        public Registration(Sensitive<String> contacts) {
            this(contacts, "");
        }

        /** The addresses of {@code telecoms} as one text. */
        public static Sensitive<String> contacts(List<Telecom> telecoms) {
            return Sensitive.of(
                    telecoms.stream().map(telecom -> telecom.value().reveal()).collect(Collectors.joining(" ")));
        }

        @Override
        public String reference() {
            return request.isEmpty() ? REFERENCE : ClinicalAct.reference("Portal", request);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of("reference", reference(), "contacts", contacts.reveal());
        }
    }

    /**
     * The record of the event's person took others in (ADT^A40 and the like).
     *
     * @param absorbed MRG-1, or MRG-4 where that is empty: what those records were known by
     */
    record Merge(List<Person.Identifier> absorbed) implements ClinicalAct {

        public Merge {
            absorbed = List.copyOf(absorbed);
        }

        @Override
        public String reference() {
            return "";
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of();
        }
    }

    /**
     * A member of staff signs in to an application. No HL7 v2 message tells of it.
     *
     * @param request names the attempt, as the application does
     * @param application which one
     */
    record SignIn(String request, String application) implements ClinicalAct {

        @Override
        public String reference() {
            return ClinicalAct.reference("SignIn", request);
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of("reference", reference(), "application", application);
        }
    }

    /** Something that no purpose of the hub is for, or that lacks what its purpose needs; {@code why} says which. */
    record Other(String why) implements ClinicalAct {

        @Override
        public String reference() {
            return "";
        }

        @Override
        public Map<String, String> bindable() {
            return Map.of();
        }
    }
}
