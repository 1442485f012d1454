package org.countersign.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.event.Telecom.LineType;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberProfilesTest {

    private final NumberProfiles profiles = new NumberProfiles();

    @ParameterizedTest
    @CsvSource(emptyValue = "", textBlock = """
            # number, country, line, carrier, zone
            +14155550123,    US, FIXED_OR_MOBILE, '',       America/Los_Angeles
            +442079460958,   GB, FIXED,           '',       Europe/London
            +447400123456,   GB, MOBILE,          '',       Europe/London
            +4915123456789,  DE, MOBILE,          '',       Europe/Berlin
            +8613912345678,  CN, MOBILE,          'China Mobile', Asia/Shanghai
            +18005550123,    US, OTHER,           '',       ''
            +80012345678,    '', OTHER,           '',       ''
            ada@example.org, '', UNKNOWN,         '',       ''
            +1,              '', UNKNOWN,         '',       ''
            """)
    void aNumberTellsWhatItsPlanSays(String address, String country, LineType line, String carrier, String zone) {
        NumberProfile profile = profiles.of(Sensitive.of(address));
        assertThat(profile.country()).isEqualTo(country);
        assertThat(profile.line()).isEqualTo(line);
        assertThat(profile.carrier()).isEqualTo(carrier);
        assertThat(profile.zone().map(Object::toString).orElse("")).isEqualTo(zone);
    }
}
