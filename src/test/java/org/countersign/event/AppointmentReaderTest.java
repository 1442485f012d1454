package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.countersign.event.ClinicalAct.Appointment;
import org.countersign.event.ClinicalAct.Other;
import org.countersign.event.ClinicalEvent.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppointmentReaderTest {

    private static final String PID = "PID|1||7";
    private static final String TQ1 = "TQ1|||||||20300515101500";
    private static final String AIS = "AIS|1||EYE^Eye examination|20300516101500";

    @ParameterizedTest
    @CsvSource({"S12,NEW", "S13,CHANGED", "S14,CHANGED", "S15,CANCELLED", "S17,CANCELLED", "S26,CANCELLED"})
    void theTriggerEventSaysWhatHappened(String trigger, Change change) {
        assertThat(Reading.event("SIU^" + trigger, sch("", "Booked"), PID).change())
                .isEqualTo(change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cancelled", "CANCELLED", "Deleted", "Noshow", "DC", "Dc", "Discontinued"})
    void aStatusThatSaysItIsOverCancelsWhateverTheTriggerEvent(String status) {
        assertThat(Reading.event("SIU^S14", sch("", status), PID).change()).isEqualTo(Change.CANCELLED);
        assertThat(Reading.event("SIU^S12", sch("", status), PID).change()).isEqualTo(Change.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"T,false", "D,false", "t,false", "P,true", "'',true"})
    void theProcessingIdSaysWhetherItIsForProduction(String processingId, boolean production) {
        byte[] message = ("MSH|^~\\&|A|CLINIC|C|D|2026||SIU^S12|1|" + processingId + "|2.5.1\r" + sch("", "") + "\r"
                        + PID)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(((ReadResult.Events) new Hl7v2Reader().read(message, Samples.SITE)).events())
                .extracting(ClinicalEvent::production)
                .containsExactly(production);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIU^S12", "SIU^S12^SIU_S12", "SIU^S12^SIU_S13", "SIU^S12^ADT_A01"})
    void theStructureNameDoesNotMatter(String type) {
        assertThat(Reading.event(type, sch("", ""), PID).act()).isInstanceOf(Appointment.class);
    }

    @Test
    void theStartIsInSch11ThenTq1ThenAis() {
        String timing = "^^^20300514101500^20300514104500";
        assertThat(act(sch(timing, ""), PID, TQ1, AIS).start()).contains(Instant.parse("2030-05-14T17:15:00Z"));
        assertThat(act(sch("", ""), AIS, TQ1).start()).contains(Instant.parse("2030-05-15T17:15:00Z"));
        assertThat(act(sch("^^^20300514", ""), AIS).start())
                .as("a day alone is no start")
                .contains(Instant.parse("2030-05-16T17:15:00Z"));
        assertThat(act(sch("", "")).start()).isEmpty();
    }

    @Test
    void itIsNamedByItsFillerThenByItsPlacer() {
        assertThat(act("SCH|P-1^X|F-2^Y").reference()).isEqualTo("Appointment/F-2");
        assertThat(act("SCH|P-1^X").reference()).isEqualTo("Appointment/P-1");
        assertThat(act("SCH").reference()).isEmpty();
    }

    @Test
    void placeAndServiceAreShownInWords() {
        Appointment act = act(sch("", "Booked"), AIS, "AIL|1||Eye Clinic^Room 4^^Riverside");
        assertThat(act.location()).isEqualTo("Riverside, Eye Clinic, Room 4");
        assertThat(act.service().reveal()).isEqualTo("Eye examination");
        assertThat(act(sch("", ""), "AIS|1||EYE").service().reveal()).isEqualTo("EYE");
    }

    @Test
    void withoutSchThereIsNoAppointment() {
        assertThat(Reading.event("SIU^S12", PID).act()).isEqualTo(new Other("SIU^S12 holds no SCH segment"));
    }

    @Test
    void anyOtherTypeAsksForNothingAndIsQuotedOnlyWhenItLooksLikeOne() {
        ClinicalEvent event = Reading.event("ADT^A03^ADT_A03", PID);
        assertThat(event.act()).isEqualTo(new Other("ADT^A03 asks for no challenge"));
        assertThat(event.change()).isEqualTo(Change.NONE);
        assertThat(Reading.event("Smith^John", PID).act()).isEqualTo(new Other("The message asks for no challenge"));
    }

    private static Appointment act(String... segments) {
        return (Appointment) Reading.event("SIU^S12", segments).act();
    }

    private static String sch(String timing, String status) {
        return "SCH|P-1|F-2|||||||||" + timing + "||||||||||||||" + status;
    }
}
