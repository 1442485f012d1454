package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelecomReaderTest {

    @Test
    void allRepetitionsOfAllThreeFieldsAreReadInOrder() {
        assertThat(Reading.person("13=4155550101~4155550102", "14=4155550103", "40=4155550104~4155550105")
                        .telecoms())
                .extracting(telecom -> telecom.value().reveal())
                .containsExactly("+14155550101", "+14155550102", "+14155550103", "+14155550104", "+14155550105");
    }

    @Test
    void aFieldImpliesItsUseOnlyWhereTheSenderSaysNone() {
        assertThat(Reading.person("13=4155550101~^WPN^PH^^^415^5550102", "14=4155550103", "40=4155550104")
                        .telecoms())
                .extracting(Telecom::use)
                .containsExactly(Use.HOME, Use.WORK, Use.WORK, Use.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "4155550199^PRN^PH^^^415^5550101^^^^^4155550132, XTN.12 before all",
        "4155550199^PRN^PH^^1^415^5550132, the parts before XTN.1",
        "^PRN^PH^^001^415^5550132, a country with a dialling prefix",
        "^PRN^PH^^^415^555-0132, without a country",
        "(415)555-0132^PRN^PH, XTN.1 where nothing else is",
        "+1 415 555 0132, in international form",
        "(415)555-0132B77^PRN^PH, with a beeper",
        "(415)555-0132C call after six^PRN^PH, with a comment",
        "(415)555-0132 C call after 6^PRN^PH, with a comment apart"
    })
    void aNumberBecomesE164(String xtn, String because) {
        Telecom telecom = one(xtn);
        assertThat(telecom.value().reveal()).as(because).isEqualTo("+14155550132");
        assertThat(telecom.kind()).isEqualTo(Kind.PHONE);
        assertThat(telecom.line()).isEqualTo(LineType.FIXED_OR_MOBILE);
    }

    @ParameterizedTest
    @CsvSource({
        "(415)555-0132X99^PRN^PH, +14155550132;ext=99",
        "(415)555-0132 ext. 99^PRN^PH, +14155550132;ext=99",
        "^WPN^PH^^1^415^5550132^42, +14155550132;ext=42",
        "4155550132^WPN^PH^^^^^0042, +14155550132;ext=0042",
        "^WPN^PH^^1^415^5550132^0, +14155550132",
        "^WPN^PH^^1^415^5550132^CELL, +14155550132",
        "^WPN^PH^^1^415^5550132^Ward 7, +14155550132"
    })
    void anExtensionStandsBehindTheNumberAsRfc3966WritesIt(String xtn, String value) {
        assertThat(one(xtn).value().reveal()).isEqualTo(value);
        assertThat(one(xtn).hasExtension()).isEqualTo(value.contains("ext"));
        assertThat(Telecom.withoutExtension(one(xtn).value()).reveal()).isEqualTo("+14155550132");
    }

    @Test
    void anInternationalNumberIsReadWhereverTheSiteIs() {
        assertThat(one("+61 491 570 006^PRN^CP").value().reveal()).isEqualTo("+61491570006");
        assertThat(one("^PRN^CP^^61^491^570006").line()).isEqualTo(LineType.MOBILE);
    }

    @Test
    void aNationalNumberIsOfTheSitesRegion() {
        Site sydney = new Site("ehr", "Clinic", ZoneId.of("Australia/Sydney"), "AU", StandardCharsets.ISO_8859_1);
        List<ClinicalEvent> events = Reading.events(sydney, "ADT^A04", "PID|1||7||||||||||0491 570 006^^CP");
        Telecom telecom = events.getFirst().person().orElseThrow().telecoms().getFirst();
        assertThat(telecom.value().reveal()).isEqualTo("+61491570006");
        assertThat(one("0491 570 006^^CP").line()).as("in the United States").isEqualTo(LineType.INVALID);
    }

    @Test
    void anInvalidNumberStaysAsItWasSent() {
        Telecom telecom = one("78788788^^CP");
        assertThat(telecom.line()).isEqualTo(LineType.INVALID);
        assertThat(telecom.value().reveal()).isEqualTo("78788788");
        assertThat(one("none given").line()).isEqualTo(LineType.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"8885551212,OTHER", "9005551212,PREMIUM", "4155550132,FIXED_OR_MOBILE", "+442079460018,FIXED"})
    void theNumberingPlanNamesTheLine(String number, LineType line) {
        assertThat(one(number).line()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^PRN^CP",
                "^WPN^CP",
                "^ORN^CP",
                "^^CP",
                "^PRS^PH",
                "^PRN^cp",
                "^PRN^PH^^^^^CELL",
                "^^^^^^^Mobile"
            })
    void aCellularPhoneIsMobileWhateverItsUseCode(String rest) {
        assertThat(one("4155550132" + rest).use()).isEqualTo(Use.MOBILE);
    }

    @ParameterizedTest
    @CsvSource({"PRN,HOME", "WPN,WORK", "PRS,MOBILE", "ORN,UNKNOWN", "VHN,UNKNOWN", "EMR,EMERGENCY", "ASN,EMERGENCY"})
    void table0201NamesTheUse(String code, Use use) {
        assertThat(one("4155550132^" + code + "^PH").use()).isEqualTo(use);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMR", "ASN"})
    void anEmergencyNumberOrAnsweringServiceStaysOneEvenOnACellularPhone(String code) {
        assertThat(one("4155550132^" + code + "^CP").use()).isEqualTo(Use.EMERGENCY);
    }

    @ParameterizedTest
    @CsvSource({
        "PRN,FX,FAX",
        "PRN,BP,PAGER",
        "BPN,PH,PAGER",
        "BPN,CP,PAGER",
        "BPN,'',PAGER",
        "PRN,TTY,OTHER",
        "PRN,TDD,OTHER",
        "PRN,MD,OTHER"
    })
    void whatIsNoTelephoneIsOfItsOwnKind(String use, String equipment, Kind kind) {
        assertThat(one("4155550132^" + use + "^" + equipment).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^NET^Internet^Maja.L@Example.ORG",
                "^NET^X.400^maja.l@example.org",
                "maja.l@example.org^WPN^Internet",
                "^NET^^maja.l@example.org",
                "maja.l@example.org",
                "4155550132^NET^Internet^maja.l@example.org^1^415^5550132"
            })
    void anAddressIsAnEMailInLowerCase(String xtn) {
        Telecom telecom = one(xtn);
        assertThat(telecom.kind()).isEqualTo(Kind.EMAIL);
        assertThat(telecom.value().reveal()).isEqualTo("maja.l@example.org");
        assertThat(telecom.line()).isEqualTo(LineType.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "89898989",
                "maja",
                "maja@example",
                "a,b@example.org",
                "a@example.org;b@example.org",
                "Maja <maja@example.org>",
                "maja@example.org\u0000",
                "maja@.example.org",
                "\"x\"@example.org"
            })
    void whatIsNotOneBareAddressIsNoEMail(String address) {
        Telecom telecom = one("^NET^Internet^" + address);
        assertThat(telecom.kind()).isEqualTo(Kind.OTHER);
        assertThat(telecom.line()).isEqualTo(LineType.INVALID);
    }

    @Test
    void rankAndPeriodAreRead() {
        Telecom telecom = one("4155550132^PRN^CP^^^^^^^^^^20260101^20260131^^^^2");
        assertThat(telecom.rank()).isEqualTo(OptionalInt.of(2));
        assertThat(telecom.validAt(Instant.parse("2026-01-01T07:59:59Z"))).isFalse();
        assertThat(telecom.validAt(Instant.parse("2026-01-01T08:00:00Z"))).isTrue();
        assertThat(telecom.validAt(Instant.parse("2026-02-01T07:59:59Z")))
                .as("the last day counts")
                .isTrue();
        assertThat(telecom.validAt(Instant.parse("2026-02-01T08:00:00Z"))).isFalse();
        assertThat(one("4155550132^PRN^CP^^^^^^^^^^^^^^^^first").rank()).isEmpty();
    }

    @Test
    void aDeletedOrEmptyTelecomIsNone() {
        assertThat(Reading.person("13=\"\"", "14=^PRN^PH").telecoms()).isEmpty();
    }

    private static Telecom one(String xtn) {
        List<Telecom> telecoms = Reading.person("13=" + xtn).telecoms();
        assertThat(telecoms).hasSize(1);
        return telecoms.getFirst();
    }
}
