package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.countersign.event.ClinicalAct.Appointment;
import org.countersign.event.ClinicalAct.Refill;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.junit.jupiter.api.Test;

/** The messages that the documents tell people to send read as the documents say. */
class HandSamplesTest {

    private final Hl7v2Reader reader = new Hl7v2Reader();

    @Test
    void eachHasItsOwnControlId() {
        assertThat(Samples.in(Samples.BY_HAND))
                .hasSize(12)
                .extracting(file ->
                        MessageHeaderReader.read(Samples.bytes(file)).header().controlId())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void eachPatientHasAMobileNumberAndAnAddress() {
        for (var file : Samples.in(Samples.BY_HAND)) {
            List<Telecom> telecoms =
                    event(file.getFileName().toString()).person().orElseThrow().telecoms();
            assertThat(telecoms).extracting(Telecom::kind).containsExactly(Kind.PHONE, Kind.EMAIL);
            assertThat(telecoms.getFirst().use()).isEqualTo(Use.MOBILE);
            assertThat(telecoms.getFirst().line()).isEqualTo(LineType.FIXED_OR_MOBILE);
            assertThat(telecoms.getFirst().value().reveal()).matches("\\+141555501\\d\\d");
            assertThat(telecoms.getLast().value().reveal()).endsWith("@example.org");
        }
    }

    @Test
    void theAppointmentIsBookedThenMovedThenCancelled() {
        ClinicalEvent booked = event("siu-s12.hl7");
        ClinicalEvent moved = event("siu-s13.hl7");
        ClinicalEvent cancelled = event("siu-s15.hl7");
        assertThat(List.of(booked.change(), moved.change(), cancelled.change()))
                .containsExactly(Change.NEW, Change.CHANGED, Change.CANCELLED);
        assertThat(List.of(
                        booked.act().reference(),
                        moved.act().reference(),
                        cancelled.act().reference()))
                .containsOnly("Appointment/F-2001");
        assertThat(booked.person()).isEqualTo(moved.person()).isEqualTo(cancelled.person());
        assertThat(appointment(booked).start()).contains(Instant.parse("2030-05-14T17:15:00Z"));
        assertThat(appointment(moved).start()).contains(Instant.parse("2030-05-16T21:30:00Z"));
        assertThat(appointment(cancelled).status()).isEqualTo("Cancelled");
    }

    @Test
    void thePatientIsRegisteredThenHasAnotherNumberThenAnotherRecord() {
        ClinicalEvent registered = event("adt-a28-portal.hl7");
        assertThat(registered.change()).isEqualTo(Change.NEW);
        assertThat(registered.act().reference()).isEqualTo("Patient/self");
        ClinicalEvent changed = event("adt-a08-number.hl7");
        assertThat(changed.change()).isEqualTo(Change.CHANGED);
        assertThat(changed.act().bindable()).isNotEqualTo(registered.act().bindable());
        ClinicalEvent merged = event("adt-a40-merge.hl7");
        assertThat(((ClinicalAct.Merge) merged.act()).absorbed())
                .containsExactly(registered.person().orElseThrow().identifiers().getFirst());
    }

    @Test
    void thePharmacyHasGivenTheDrugThatTheRefillIsFor() {
        ClinicalEvent given = event("rds-o13-dispense.hl7");
        assertThat(given.change()).isEqualTo(Change.DONE);
        assertThat(given.act().reference())
                .isEqualTo(event("rde-o25-refill.hl7").act().reference());
    }

    @Test
    void thePharmacyAsksForARefill() {
        ClinicalEvent event = event("rde-o25-refill.hl7");
        assertThat(event.change()).isEqualTo(Change.NEW);
        Refill refill = (Refill) event.act();
        assertThat(refill.reference()).isEqualTo("MedicationRequest/RX-48213-07");
        assertThat(refill.drugCode()).isEqualTo("861007");
        assertThat(refill.drug().reveal()).isEqualTo("metformin hydrochloride 500 MG Oral Tablet");
        assertThat(refill.refillsRemaining()).isEqualTo("2");
        assertThat(refill.quantity()).startsWith("60");
        assertThat(refill.pharmacy()).isEqualTo("Riverside Pharmacy");
    }

    @Test
    void thePortalAsksForARefill() {
        ClinicalEvent event = event("orm-o01-refill.hl7");
        assertThat(event.change()).isEqualTo(Change.NEW);
        Refill refill = (Refill) event.act();
        assertThat(refill.reference()).isEqualTo("MedicationRequest/P-3002");
        assertThat(refill.drugCode()).isEqualTo("314076");
        assertThat(refill.quantity()).startsWith("30");
        assertThat(refill.refillsRemaining()).isEqualTo("3");
    }

    private ClinicalEvent event(String file) {
        var result = reader.read(Samples.bytes(Samples.BY_HAND.resolve(file)), Samples.SITE);
        assertThat(result).isInstanceOf(ReadResult.Events.class);
        List<ClinicalEvent> events = ((ReadResult.Events) result).events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static Appointment appointment(ClinicalEvent event) {
        return (Appointment) event.act();
    }
}
