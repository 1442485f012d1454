package org.countersign.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.countersign.platform.OperationalException;
import org.countersign.terms.CountryRules.Names;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand in {@code senders.yaml} and {@code prices.yaml}, and what is told of what may not. */
class TermsCatalogTest {

    @TempDir
    private Path routes;

    @BeforeEach
    void copy() {
        Routes.copyTo(routes);
    }

    @ParameterizedTest
    @CsvSource({"US,NEVER", "CA,NEVER", "IN,REGISTERED", "SG,REGISTERED", "GB,TAKEN", "NO,TAKEN", "'',TAKEN"})
    void theCountriesAreAsTheirSourcesSay(String country, Names names) {
        assertThat(CountryRules.shipped().names(country)).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sender: RIVERSIDE, country: US|sender is "RIVERSIDE", a name, which US does not take: give a number there
            sender: RIVERSIDE, country: IN|sender is "RIVERSIDE", a name that must be registered in IN first: say registered: true when it is
            sender: RIVERSIDE CLINIC|sender is "RIVERSIDE CLINIC", expected a name of at most 11 characters
            sender: Клиника|sender is "Клиника", expected a number, or a name in characters of the GSM alphabet
            sender: "12"|sender is "12", expected a number of 3 to 15 digits, or a name with at least one letter
            sender: RIVERSIDE, country: UK|country is "UK", expected two letters of ISO 3166, as US
            sender: RIVERSIDE, registered: often|registered is "often", expected true or false
            country: GB|sender is missing
            sender: RIVERSIDE, region: US|"region" is no key of an entry, expected one of facility, channel, country, sender, registered
            """)
    void aRuleThatItsCountryOrTheNetworksDoNotAllowIsRefusedWithItsPlace(String rule, String sentence)
            throws IOException {
        write("senders.yaml", "# Ours.\n- {channel: sms-smpp, " + rule + "}\n");
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(routes + "/senders.yaml");
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.column()).isPositive();
            assertThat(problem.sentence()).isEqualTo(sentence);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {channel: sms-pigeon, sender: X}|channel is "sms-pigeon", and there is no channels/channel-sms-pigeon.kamelet.yaml
            {channel: handset, sender: X}|channel is "handset", which has no annotation countersign.org/sender: it takes none
            {channel: voice-twilio, sender: CLINIC}|sender is "CLINIC", expected a number in E.164, as +15550100
            {channel: email, sender: Clinic}|sender is "Clinic", expected an address, or a name and an address in <>
            {channel: email, sender: a@b.example, country: US}|country is "US", and an e-mail address has none
            """)
    void aRuleFitsItsChannel(String rule, String sentence) throws IOException {
        write("senders.yaml", "- " + rule + "\n");
        assertThat(problems()).extracting(TermsProblem::sentence).containsExactly(sentence);
    }

    @Test
    void theSamePlaceTwiceIsAMistake() throws IOException {
        write("senders.yaml", "- {channel: sms-smpp, sender: ONE}\n- {channel: sms-smpp, sender: TWO}\n");
        write("prices.yaml", "- {channel: email, price: 0}\n- {channel: email, price: 0.1}\n");
        assertThat(problems())
                .extracting(TermsProblem::toString)
                .containsExactly(
                        routes + "/senders.yaml:2:3: line 1 has a sender for the same facility, channel and country",
                        routes
                                + "/prices.yaml:2:3: the file has a price for the same channel and country before this one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {channel: sms-smpp, price: cheap}|price is "cheap", expected a decimal such as 0.0075
            {channel: sms-smpp, price: -1}|price is "-1", expected a decimal such as 0.0075
            {channel: sms-pigeon, price: 1}|channel is "sms-pigeon", and there is no channels/channel-sms-pigeon.kamelet.yaml
            {channel: sms-smpp}|price is missing
            """)
    void aPriceIsADecimalForAChannel(String price, String sentence) throws IOException {
        write("prices.yaml", "- " + price + "\n");
        assertThat(problems()).extracting(TermsProblem::sentence).containsExactly(sentence);
    }

    @Test
    void whatTheNetworksTakeIsTaken() throws IOException {
        write("senders.yaml", """
                - {channel: sms-smpp, country: IN, sender: RVRSDE, registered: true}
                - {channel: sms-smpp, country: US, sender: "24273"}
                - {channel: sms-twilio, country: US, sender: MG0123456789abcdef0123456789abcdef}
                - {channel: sms-vonage, sender: Clinica 1}
                - {channel: whatsapp-meta, facility: Oncology, sender: "106540352242922"}
                - {channel: viber-vonage, sender: "22353"}
                - {channel: email, facility: Oncology, sender: Onkologie Süd <codes@onco.example>}
                """);
        assertThat(problems()).isEmpty();
    }

    @Test
    void aFacilitysOwnComesFirstThenACountrysOwn() throws IOException {
        write("senders.yaml", """
                - {channel: sms-smpp, sender: ANY}
                - {channel: sms-smpp, country: GB, sender: GB}
                - {channel: sms-smpp, facility: Oncology, sender: ONCO}
                - {channel: sms-smpp, facility: Oncology, country: GB, sender: ONCOGB}
                - {channel: sms-vonage, facility: Oncology, country: GB, sender: OTHER}
                """);
        TermsCatalog terms = TermsCatalog.read(routes);
        assertThat(senders(terms, "Oncology", "GB")).containsExactly("ONCOGB", "ONCO", "GB", "ANY");
        assertThat(senders(terms, "Oncology", "FR")).containsExactly("ONCO", "ANY");
        assertThat(senders(terms, "Clinic", "GB")).containsExactly("GB", "ANY");
    }

    @Test
    void aCountrysPriceComesBeforeThatOfEveryCountry() throws IOException {
        write("prices.yaml", "- {channel: sms-smpp, price: 0.05}\n- {channel: sms-smpp, country: US, price: 0.007}\n");
        TermsCatalog terms = TermsCatalog.read(routes);
        assertThat(terms.price("sms-smpp", "US"))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("0.007"));
        assertThat(terms.price("sms-smpp", "GB"))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("0.05"));
        assertThat(terms.price("sms-vonage", "US")).isEmpty();
    }

    @Test
    void aBadEditLeavesWhatWasThere() throws IOException {
        write("senders.yaml", "- {channel: sms-smpp, sender: ANY}\n");
        TermsCatalog terms = TermsCatalog.read(routes);
        write("senders.yaml", "- {channel: sms-smpp, country: US, sender: ANY}\n");
        assertThatThrownBy(() -> terms.reread(routes))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining("senders.yaml:1:36: sender is \"ANY\"");
        assertThat(senders(terms, "Clinic", "GB")).containsExactly("ANY");
    }

    @Test
    void theFilesMayBeLeftOutAndWhatIsNoListIsTold() throws IOException {
        Files.delete(routes.resolve("senders.yaml"));
        write("prices.yaml", "channel: sms-smpp\n");
        assertThat(problems())
                .extracting(TermsProblem::toString)
                .containsExactly(
                        routes + "/prices.yaml:1:1: the file must be a list, each entry beginning with a hyphen");
    }

    private static List<String> senders(TermsCatalog terms, String facility, String country) {
        return terms.senders(facility, "sms-smpp", country)
                .map(SenderRule::sender)
                .toList();
    }

    private List<TermsProblem> problems() {
        return TermsCatalog.check(routes);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(routes.resolve(file), text);
    }
}
