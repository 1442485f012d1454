package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a\\F\\b; a|b",
                "a\\S\\b; a^b",
                "a\\T\\b; a&b",
                "a\\R\\b; a~b",
                "a\\E\\b; a\\b",
                "\\H\\loud\\N\\; loud",
                "one\\.br\\two; one two",
                "\\X41426f\\; ABo",
                "\\T\\\\T\\; &&",
                "plain; plain"
            })
    void aSequenceOfTheStandardIsResolved(String raw, String text) {
        assertThat(Escapes.decode(raw, Delimiters.STANDARD)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "C:\\temp; C:\\temp",
                "a\\Z9\\b; a\\Z9\\b",
                "\\X4\\; \\X4\\",
                "\\Xzz\\; \\Xzz\\",
                "a\\; a\\",
                "a\\b\\T\\; a\\b&"
            })
    void whatIsNoKnownSequenceStays(String raw, String text) {
        assertThat(Escapes.decode(raw, Delimiters.STANDARD)).isEqualTo(text);
    }

    @Test
    void aControlCharacterDoesNotComeInByHex() {
        assertThat(Escapes.decode("a\\X0D0A\\b", Delimiters.STANDARD)).isEqualTo("a  b");
    }

    @Test
    void anEscapedDelimiterSplitsNothing() {
        assertThat(Reading.person("5=Doe\\S\\Roe^Jo\\R\\Al").name().reveal()).isEqualTo("Jo~Al Doe^Roe");
    }
}
