package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.countersign.event.ClinicalAct.Appointment;
import org.countersign.event.ClinicalAct.Bill;
import org.countersign.event.ClinicalAct.Merge;
import org.countersign.event.ClinicalAct.Other;
import org.countersign.event.ClinicalAct.Registration;
import org.countersign.event.ClinicalAct.Result;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results, bills, registrations, visits and merges. */
class ActReadersTest {

    private static final String PID = "PID|1||7^^^X^MR||||||||||^PRN^CP^^^415^5550101";

    private static String obr(String placer, String filler, String status) {
        return "OBR|1|" + placer + "|" + filler + "|57698-3^Lipid panel^LN" + "|".repeat(18) + "202611241055|||"
                + status;
    }

    @ParameterizedTest
    @CsvSource({"F,NEW", "C,CHANGED", "X,CANCELLED"})
    void aResultIsReleasedWhenFinalOrCorrectedAndVoidWhenCancelled(String status, Change change) {
        ClinicalEvent event = Reading.event("ORU^R01", PID, obr("P-1", "L-1", status));
        assertThat(event.change()).isEqualTo(change);
        assertThat(event.act())
                .isEqualTo(new Result("P-1", "L-1", status, Sensitive.of("Lipid panel"), "2026-11-24T18:55:00Z"));
        assertThat(event.act().reference()).isEqualTo("DiagnosticReport/L-1");
        assertThat(Reading.event("ORU^R01", PID, obr("P-1", "", status)).act().reference())
                .isEqualTo("DiagnosticReport/P-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "I", "S", "R", "A", "O", "Z", ""})
    void aResultThatIsNotFinalReleasesNothing(String status) {
        ClinicalEvent event = Reading.event("ORU^R01", PID, obr("P-1", "L-1", status));
        assertThat(event.change()).isEqualTo(Change.NONE);
        assertThat(event.act()).isInstanceOf(Other.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORU^R30", "ORU^R31", "ORU^R32"})
    void whatADeviceAtTheBedsideReportsReleasesNothing(String type) {
        assertThat(Reading.event(type, PID, obr("P-1", "L-1", "F")).act())
                .isEqualTo(new Other(type + " asks for no challenge"));
    }

    @Test
    void aReportInPartsIsOneResultAndReportsAreApart() {
        List<ClinicalEvent> events = Reading.events(
                Samples.SITE,
                "ORU^R01",
                PID,
                obr("P-1", "L-1", "F"),
                obr("P-1", "L-1", "F"),
                obr("P-2", "L-2", "P"),
                obr("P-3", "L-3", "C"));
        assertThat(events)
                .extracting(event -> event.act().reference(), ClinicalEvent::change)
                .containsExactly(
                        tuple("DiagnosticReport/L-1", Change.NEW), tuple("DiagnosticReport/L-3", Change.CHANGED));
    }

    @Test
    void aChargeIsABillAndItsReversalVoidsIt() {
        String pid = PID + "|||||ACC-1";
        String pv1 = "PV1|1" + "|".repeat(18) + "V-1";
        ClinicalEvent charge = Reading.event("DFT^P03", pid, pv1, "FT1|1|T-1||2026||CG|1^X|||1|120.50&USD|60&USD");
        assertThat(charge.change()).isEqualTo(Change.NEW);
        assertThat(charge.act()).isEqualTo(new Bill("T-1", "ACC-1", "V-1", "120.50 USD"));
        assertThat(charge.act().reference()).isEqualTo("Invoice/T-1");
        assertThat(Reading.event("DFT^P11", pid, pv1, "FT1|1|||2026||CG|1^X|||1||60&USD")
                        .act())
                .isEqualTo(new Bill("", "ACC-1", "V-1", "60 USD"));
        assertThat(Reading.event("DFT^P03", pid, pv1, "FT1|1|T-1||2026||CR|1^X").change())
                .isEqualTo(Change.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({
        "CG,a charge without an amount (FT1-11; FT1-12) asks for no challenge",
        "PA,transaction type PA asks for no challenge",
        "Doe,transaction type (unknown) asks for no challenge"
    })
    void whatIsNotToBePaidAsksForNothing(String type, String why) {
        assertThat(Reading.event("DFT^P03", PID, "FT1|1|T-1||2026||" + type + "|1^X")
                        .act())
                .isEqualTo(new Other(why.replace(';', ',')));
    }

    @Test
    void anAccountThatIsOpenedIsABillWithoutAnAmount() {
        ClinicalEvent event = Reading.event("BAR^P01", PID, "PV1|1" + "|".repeat(18) + "V-1");
        assertThat(event.change()).isEqualTo(Change.NEW);
        assertThat(event.act()).isEqualTo(new Bill("", "", "V-1", ""));
        assertThat(event.act().reference()).isEqualTo("Invoice/V-1");
    }

    @ParameterizedTest
    @CsvSource({"ADT^A01,NEW", "ADT^A04,NEW", "ADT^A28,NEW", "ADT^A08,CHANGED", "ADT^A31,CHANGED", "ADT^A29,NONE"})
    void aRegistrationNamesNobody(String type, Change change) {
        ClinicalEvent event = Reading.event(type, PID);
        assertThat(event.change()).isEqualTo(change);
        assertThat(event.act()).isEqualTo(new Registration(Sensitive.of("+14155550101")));
        assertThat(event.act().reference()).isEqualTo("Patient/self");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A02", "ADT^A03", "ADT^A05", "ADT^A11", "ADT^A13"})
    void otherNewsOfAStayAsksForNothing(String type) {
        assertThat(Reading.event(type, PID, "PV1|1|I").act()).isInstanceOf(Other.class);
    }

    @Test
    void aVisitByVideoIsAnAppointmentThatIsNow() {
        String pv1 = "PV1|1|V|Room 4^^^Clinic" + "|".repeat(16) + "V-9";
        List<ClinicalEvent> events = Reading.events(Samples.SITE, "ADT^A04", PID, pv1);
        assertThat(events)
                .extracting(event -> event.act().reference(), ClinicalEvent::change)
                .containsExactly(tuple("Encounter/V-9", Change.NEW), tuple("Patient/self", Change.NONE));
        Appointment visit = (Appointment) events.getFirst().act();
        assertThat(visit.start()).isEmpty();
        assertThat(visit.types().reveal()).containsExactly("V");
        ClinicalEvent over = Reading.event("ADT^A11", PID, pv1);
        assertThat(over.change()).isEqualTo(Change.CANCELLED);
        assertThat(over.act().reference()).isEqualTo("Encounter/V-9");
    }

    @Test
    void anAppointmentKnowsItsTypesByEveryFieldThatSendersUse() {
        Appointment act = (Appointment)
                Reading.event("SIU^S12", PID, "SCH|A-1|F-1||||||TELE^By video", "AIS|1||DERM^Skin", "AIL|1||ROOM4|VIRT")
                        .act();
        assertThat(act.types().reveal()).containsExactly("TELE", "DERM", "ROOM4", "VIRT");
        assertThat(act.names()).containsExactlyInAnyOrder("placer:A-1", "filler:F-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A40", "ADT^A40^ADT_A40", "ADT^A18", "ADT^A34", "ADT^A30", "ADT^A47"})
    void aMergeTellsWhichRecordsGaveWay(String type) {
        List<ClinicalEvent> events = Reading.events(
                Samples.SITE, type, "PID|1||7^^^X", "MRG|8^^^X~9^^^X", "PID|2||17^^^X", "PD1|", "MRG||||18^^^X");
        assertThat(events)
                .extracting(
                        event -> event.person()
                                .orElseThrow()
                                .identifiers()
                                .getFirst()
                                .value()
                                .reveal(),
                        event -> ((Merge) event.act())
                                .absorbed().stream()
                                        .map(id -> id.value().reveal())
                                        .toList())
                .containsExactly(tuple("7", List.of("8", "9")), tuple("17", List.of("18")));
        assertThat(Hl7v2Reader.merges("ADT^A40")).isTrue();
    }

    @Test
    void aMergeThatNamesNoRecordSaysSo() {
        assertThat(Reading.event("ADT^A40", PID).act())
                .isEqualTo(new Other("ADT^A40 holds no PID with an MRG segment"));
        assertThat(Reading.event("ADT^A40", PID, "MRG|").act())
                .isEqualTo(new Other("the merge names no identifier in MRG-1"));
    }
}
