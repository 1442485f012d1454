package org.countersign.silent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of several operators, and what is said of those that are wrong. */
class SilentSettingsReaderTest {

    private static final String PREFIX = "countersign.channels.silent-camara.";

    private final Map<String, String> settings = new HashMap<>();

    SilentSettingsReaderTest() {
        set("operators", "one, two");
        set("public-url", "https://hub.example/");
        set("portals", "https://portal.example, http://127.0.0.1:3000");
        set("return-urls", "https://portal.example/back");
        for (String name : List.of("one", "two")) {
            set(name + ".authorization-endpoint", "https://" + name + ".example/authorize");
            set(name + ".token-endpoint", "https://" + name + ".example/token");
            set(name + ".api-root", "https://api." + name + ".example/");
            set(name + ".client-id", "hub");
        }
        set("one.countries", "GB,IE");
        set("two.client-secret", "s3cret");
        set("two.networks", "10.1.0.0/16, 2001:db8::/32");
    }

    @Test
    void severalOperatorsAreReadInTheirOrder() {
        SilentSettings read = read(true);
        assertThat(read.isConfigured()).isTrue();
        assertThat(read.callback()).hasToString("https://hub.example/silent/callback");
        assertThat(read.operators()).extracting(Operator::name).containsExactly("one", "two");
        assertThat(read.operators().getFirst().apiRoot()).isEqualTo("https://api.one.example");
        assertThat(read.operators().getFirst().client().secret()).isEmpty();
        assertThat(read.operators().getFirst().pkce()).isTrue();
    }

    @Test
    void withoutAnOperatorThereIsNoChannel() {
        settings.clear();
        assertThat(read(false)).isSameAs(SilentSettings.NONE);
    }

    @Test
    void anyPageMayOpenTheAddressOnlyWhereThatIsSaid() {
        set("portals", "any");
        assertThat(read(true).portals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public-url                 |                       | public-url is missing
            public-url                 | hub.example           | public-url must begin with https:// or http://
            portals                    |                       | portals is missing
            portals                    | https://a.example/x   | portals has no origin in https://a.example/x
            portals                    | any,https://a.example | portals has no origin in any
            return-urls                | /back                 | return-urls has no URL in /back
            return-urls                | javascript:alert(1)   | return-urls has no URL in javascript:alert(1)
            operators                  | One                   | operators has a name of other letters
            one.client-id              |                       | one.client-id is missing
            one.token-endpoint         |                       | one.token-endpoint is missing
            one.authorization-endpoint | ftp://one.example     | one.authorization-endpoint must begin with
            one.api-root               | https://a@one.example | one.api-root must begin with
            one.countries              | England               | one.countries has no country of ISO 3166 in England
            one.pkce                   | maybe                 | one.pkce must be true or false
            two.networks               | example.org           | two.networks has no network in example.org
            two.networks               | 10.0.0.0/64           | two.networks has no network in 10.0.0.0/64
            two.networks               | 10.0.0.999            | two.networks has no network in 10.0.0.999
            """)
    void whatIsWrongIsNamed(String setting, String value, String said) {
        set(setting, value == null ? "" : value);
        assertThatThrownBy(() -> read(true))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining(PREFIX + said);
    }

    @Test
    void anOperatorWithoutASecretNeedsKeysOfTheHub() {
        assertThatThrownBy(() -> read(false))
                .hasMessageContaining("one.client-secret is missing, and the hub has no keys");
    }

    @Test
    void thePhoneIsThatOfTheOperatorWhoseNumberAndNetworkItHas() {
        Operators operators = new Operators(read(true).operators());
        assertThat(name(operators, "+447400123456", "192.0.2.1")).contains("one");
        assertThat(name(operators, "+447400123456", "10.1.2.3"))
                .as("by its network")
                .contains("two");
        assertThat(name(operators, "+447400123456", "2001:db8::1")).contains("two");
        assertThat(name(operators, "+33612345678", "192.0.2.1"))
                .as("on no network of its operator")
                .isEmpty();
        assertThat(name(operators, "+33612345678", "10.1.2.3")).contains("two");
        assertThat(operators.find(Optional.empty(), "192.0.2.1"))
                .map(Operator::name)
                .contains("one");
    }

    @Test
    void aCarrierIsTheOneThatTheNumberWasFirstGivenTo() {
        set("two.countries", "DE");
        set("two.carriers", "Vodafone, O2");
        Operators operators = new Operators(read(true).operators());
        assertThat(operators.cover("DE", "vodafone")).isTrue();
        assertThat(operators.cover("DE", "T-Mobile")).isFalse();
        assertThat(operators.cover("DE", "")).isFalse();
        assertThat(operators.cover("GB", "EE")).isTrue();
    }

    private static Optional<String> name(Operators operators, String number, String address) {
        return operators.find(Optional.of(Sensitive.of(number)), address).map(Operator::name);
    }

    private void set(String setting, String value) {
        settings.put(PREFIX + setting, value);
    }

    private SilentSettings read(boolean hasKeys) {
        return new SilentSettingsReader(new ChannelSettings(settings::get), hasKeys).read();
    }
}
