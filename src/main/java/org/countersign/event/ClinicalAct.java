package org.countersign.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
     * An appointment (SCH, AIS, TQ1).
     *
     * @param placerId SCH-1.1
     * @param fillerId SCH-2.1
     * @param start SCH-11.4, TQ1-7 or AIS-4, in this order
     * @param status SCH-25 filler status code (table 0278), as sent
     * @param location AIL-3, display form
     * @param service AIS-3, display form; may tell the diagnosis, so never in a text
     */
    record Appointment(
            String placerId,
            String fillerId,
            Optional<Instant> start,
            String status,
            String location,
            Sensitive<String> service)
            implements ClinicalAct {

        @Override
        public String reference() {
            String id = fillerId.isEmpty() ? placerId : fillerId;
            return id.isEmpty() ? "" : "Appointment/" + id;
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
     * A refill request: one order group with ORC-1 RF and an RXE or RXO.
     *
     * @param placerOrder ORC-2.1
     * @param fillerOrder ORC-3.1
     * @param prescription RXE-15
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
            String id = !prescription.isEmpty() ? prescription : placerOrder.isEmpty() ? fillerOrder : placerOrder;
            return id.isEmpty() ? "" : "MedicationRequest/" + id;
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
