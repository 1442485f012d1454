package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.countersign.event.Person.Identifier;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonReaderTest {

    @Test
    void allIdentifiersAreReadInOrder() {
        assertThat(Reading.person("3=7^^^A&1.2&ISO^MR~8^^^B^SS~~\"\"").identifiers())
                .containsExactly(
                        new Identifier(Sensitive.of("7"), "A&1.2&ISO", "MR"),
                        new Identifier(Sensitive.of("8"), "B", "SS"));
    }

    @Test
    void theOldFieldsCountOnlyWherePid3IsEmpty() {
        assertThat(Reading.person("2=1^^^OLD", "3=", "4=2~3").identifiers())
                .extracting(identifier -> identifier.value().reveal())
                .containsExactly("1", "2", "3");
        assertThat(Reading.person("2=1", "4=2").identifiers()).hasSize(1);
    }

    @Test
    void aMessageWithoutAPatientOrIdentifierIsAboutNobody() {
        assertThat(Reading.event("ADT^A04").person()).isEmpty();
        assertThat(Reading.event("ADT^A04", "PID").person()).isEmpty();
        assertThat(Reading.event("ADT^A04", "PID|1||^^^X||Doe^Jo").person()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EVERYMAN&&&&Aniston^ADAM^A^III, ADAM EVERYMAN",
        "Doe, Doe",
        "^Jo, Jo",
        "Smith \\T\\ Sons^Jo, Jo Smith & Sons",
        "Ångström^Åsa, Åsa Ångström"
    })
    void theNameHasTheGivenNameFirst(String xpn, String name) {
        assertThat(Reading.person("5=" + xpn).name().reveal()).isEqualTo(name);
    }

    @Test
    void theBirthDateIsADay() {
        assertThat(Reading.person("7=198808181126+0215").birthDate()).contains(Sensitive.of(LocalDate.of(1988, 8, 18)));
        assertThat(Reading.person("7=1988").birthDate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eng, en",
        "spa^Spanish^HL70296, es",
        "ara^^HL70296^eng, ar",
        "en, en",
        "en-US, en-US",
        "pt_BR, pt-BR",
        "ger, de",
        "deu, de",
        "fre, fr",
        "fra, fr",
        "chi, zh",
        "zho, zh",
        "dut, nl",
        "DE, de",
        "ind, id",
        "fil, fil",
        "yue^Cantonese, yue",
        "cmn, zh",
        "spa-MX, es-MX",
        "zho_TW, zh-TW"
    })
    void theLanguageIsACodeOfTwoOrThreeLetters(String cwe, String tag) {
        assertThat(Reading.person("15=" + cwe).language())
                .map(Locale::toLanguageTag)
                .contains(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "English", "^English", "xx", "xyz", "\"\"", "-"})
    void anUnknownLanguageIsNone(String cwe) {
        assertThat(Reading.person("15=" + cwe).language()).isEmpty();
    }

    @Test
    void aDeathIsSaidByPid30OrDatedByPid29() {
        assertThat(Reading.person("30=Y").deceased()).isTrue();
        assertThat(Reading.person("29=20260101").deceased()).isTrue();
        assertThat(Reading.person("29=20260101", "30=N").deceased()).isTrue();
        assertThat(Reading.person("30=N").deceased()).isFalse();
        assertThat(Reading.person("29=\"\"", "30=\"\"").deceased()).isFalse();
        assertThat(Reading.person().deceased()).isFalse();
    }

    @Test
    void anEmptyFieldSaysNothingOfTheTelecomsAndTwoQuotesDeleteThem() {
        assertThat(Reading.person().telecomsTold()).isFalse();
        assertThat(Reading.person("14=^WPN^PH^^^415^5550101").telecomsTold())
                .as("a work number says nothing of those at home")
                .isFalse();
        Person deleted = Reading.person("13=\"\"");
        assertThat(deleted.telecomsTold()).isTrue();
        assertThat(deleted.telecoms()).isEmpty();
        Person one = Reading.person("13=^PRN^CP^^^\"\"^\"\"~^PRN^CP^^^415^5550101");
        assertThat(one.telecoms()).hasSize(1);
    }

    @Test
    void whoIsNotToBeWrittenToIsTold() {
        assertThat(restrictions("PD1|||||||||||N", "PV1|1")).containsExactly(Person.Restriction.PUBLICITY);
        assertThat(restrictions("PD1|||||||||||01", "PV1|1")).containsExactly(Person.Restriction.PUBLICITY);
        assertThat(restrictions("PD1|||||||||||02|N", "PV1|1")).isEmpty();
        assertThat(restrictions("PD1||||||||||||Y", "PV1|1")).containsExactly(Person.Restriction.PROTECTED);
        assertThat(restrictions("PV1|1|||||||||||||||VIP")).containsExactly(Person.Restriction.VIP);
        assertThat(restrictions("PV1|1|||||||||||||||N")).isEmpty();
        assertThat(restrictions("PV1|1|||||||||||||||\"\"")).isEmpty();
    }

    @Test
    void aDeletedRecordIsInactive() {
        assertThat(Reading.event("ADT^A29", "PID|1||7").person().orElseThrow().active())
                .isFalse();
        assertThat(Reading.event("ADT^A31", "PID|1||7").person().orElseThrow().active())
                .isTrue();
    }

    private static java.util.Set<Person.Restriction> restrictions(String... segments) {
        List<String> all = new java.util.ArrayList<>(List.of("PID|1||7"));
        all.addAll(List.of(segments));
        return Reading.event("ADT^A04", all.toArray(String[]::new))
                .person()
                .orElseThrow()
                .restrictions();
    }
}
