package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.countersign.event.ClinicalAct.Other;
import org.countersign.event.ClinicalAct.Refill;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {

    private static final String PID = "PID|1||7";
    private static final String RXE = "RXE||861007^metformin 500 MG^RXNORM|1||TAB^tablet|||||60|TAB^tablet|3|||RX-7|2";
    private static final String RXO = "RXO|314076^lisinopril 10 MG^RXNORM|1||TAB^tablet|||||G||30|TAB^tablet|3";

    @ParameterizedTest
    @ValueSource(strings = {"RDE^O11", "RDE^O25", "ORM^O01", "OMP^O09", "RDE^O25^RDE_O25"})
    void anEncodedOrderWithRfIsARefillRequest(String type) {
        ClinicalEvent event = Reading.event(type, PID, "ORC|RF|P-1^X|F-2^Y", "TQ1|1", RXE);
        assertThat(event.change()).isEqualTo(Change.NEW);
        assertThat(event.act())
                .isEqualTo(new Refill(
                        "P-1",
                        "F-2",
                        "RX-7",
                        "861007",
                        Sensitive.of("metformin 500 MG"),
                        "1 tablet",
                        "60 tablet",
                        "2",
                        "CLINIC"));
        assertThat(event.act().reference()).isEqualTo("MedicationRequest/RX-7");
    }

    @Test
    void anOrderAsWrittenIsReadWhereNoneIsEncoded() {
        ClinicalEvent event = Reading.event("ORM^O01", PID, "ORC|RF|P-1|F-2", RXO);
        assertThat(event.act())
                .isEqualTo(new Refill(
                        "P-1",
                        "F-2",
                        "",
                        "314076",
                        Sensitive.of("lisinopril 10 MG"),
                        "1 tablet",
                        "30 tablet",
                        "3",
                        "CLINIC"));
        Refill both = (Refill)
                Reading.event("RDE^O25", PID, "ORC|RF|P-1|F-2", RXO, RXE).act();
        assertThat(both.drugCode()).as("RXE says more").isEqualTo("861007");
    }

    @Test
    void thePharmacyIsTheOrderingFacilityThenTheDispensingOne() {
        String orc21 = "ORC|RF|P-1" + "|".repeat(19) + "Corner Pharmacy";
        String rxe40 = RXE + "|".repeat(24) + "CP^Central Pharmacy";
        String rxo32 = RXO + "|".repeat(19) + "HP^Harbor Pharmacy";
        assertThat(pharmacy(orc21, rxe40)).isEqualTo("Corner Pharmacy");
        assertThat(pharmacy("ORC|RF|P-1", rxe40)).isEqualTo("Central Pharmacy");
        assertThat(pharmacy("ORC|RF|P-1", rxo32)).isEqualTo("Harbor Pharmacy");
    }

    @Test
    void anAnalysersWorkListQueryIsNoRefill() {
        ClinicalEvent event = Reading.event("ORM^O01", "PID|1||7", "ORC|RF||SampleID-1||IP");
        assertThat(event.act()).isEqualTo(new Other("order control RF without RXE or RXO is no refill request"));
        assertThat(event.change()).isEqualTo(Change.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA", "OC", "CR", "DC", "OD", "DR", "HD", "OH", "XO", "XX"})
    void anOrderThatIsCancelledHeldOrChangedVoidsWhatWasAsked(String control) {
        ClinicalEvent event = Reading.event("RDE^O11", PID, "ORC|" + control + "|P-1|F-2", RXE);
        assertThat(event.change()).isEqualTo(Change.CANCELLED);
        assertThat(event.act().reference()).isEqualTo("MedicationRequest/RX-7");
        ClinicalEvent bare = Reading.event("ORM^O01", PID, "ORC|" + control + "|P-1^X|F-2^Y");
        assertThat(bare.change()).as("by its number alone").isEqualTo(Change.CANCELLED);
        assertThat(bare.act().names()).containsExactlyInAnyOrder("placer:P-1", "filler:F-2");
        assertThat(Reading.event("ORM^O01", PID, "ORC|" + control + "|P-1", "OBR|1|P-1")
                        .change())
                .as("of something else than a drug")
                .isEqualTo(Change.NONE);
    }

    @ParameterizedTest
    @CsvSource({"NW,NW", "AF,AF", "FU,FU", "XR,XR", "SC,SC", "RE,RE", "Doe,(unknown)", "'',(unknown)"})
    void anyOtherOrderControlAsksForNothingAndSaysSo(String control, String said) {
        ClinicalEvent event = Reading.event("RDE^O11", PID, "ORC|" + control + "|P-1", RXE);
        assertThat(event.act()).isEqualTo(new Other("order control " + said + " asks for no challenge"));
        assertThat(event.change()).isEqualTo(Change.NONE);
    }

    @Test
    void eachOrderGroupIsJudgedOnItsOwn() {
        List<ClinicalEvent> events = Reading.events(
                Samples.SITE,
                "RDE^O11",
                PID,
                "ORC|NW|P-1",
                RXE.replace("RX-7", "RX-1"),
                "ORC|RF|P-2",
                RXE.replace("RX-7", "RX-2"),
                "ORC|RF|P-3",
                "ORC|DC|P-4",
                RXE.replace("RX-7", "RX-4"));
        assertThat(events)
                .extracting(event -> event.act().reference(), ClinicalEvent::change)
                .containsExactly(
                        tuple("MedicationRequest/RX-2", Change.NEW), tuple("MedicationRequest/RX-4", Change.CANCELLED));
    }

    @Test
    void aDispenseIsTheEndOfTheRefillOfItsPrescription() {
        ClinicalEvent given =
                Reading.event("RDS^O13", PID, "ORC|RE|P-1|F-2", "RXD|1|861007^metformin|2026|60|TAB||RX-7|2");
        assertThat(given.change()).isEqualTo(Change.DONE);
        assertThat(given.act().reference()).isEqualTo("MedicationRequest/RX-7");
        assertThat(given.act().names()).containsExactlyInAnyOrder("placer:P-1", "filler:F-2", "prescription:RX-7");
        assertThat(Reading.event("RDS^O13", PID, "ORC|CA|P-1", "RXD|1|||||RX-7").change())
                .as("taken back")
                .isEqualTo(Change.NONE);
        assertThat(Reading.event("RDS^O13", PID, "ORC|RE|P-1").change())
                .as("without RXD")
                .isEqualTo(Change.NONE);
    }

    @Test
    void anOrderMessageWithoutAnOrderSaysSo() {
        assertThat(Reading.event("RDE^O25", PID, RXE).act()).isEqualTo(new Other("RDE^O25 holds no order"));
    }

    private static String pharmacy(String... group) {
        return ((Refill) Reading.event("RDE^O25", group).act()).pharmacy();
    }
}
