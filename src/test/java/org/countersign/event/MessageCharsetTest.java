package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCharsetTest {

    private static final Charset FALLBACK = Charset.forName("windows-1252");

    @ParameterizedTest
    @CsvSource({
        "8859/1, ISO-8859-1",
        "8859/2, ISO-8859-2",
        "8859/3, ISO-8859-3",
        "8859/4, ISO-8859-4",
        "8859/5, ISO-8859-5",
        "8859/6, ISO-8859-6",
        "8859/7, ISO-8859-7",
        "8859/8, ISO-8859-8",
        "8859/9, ISO-8859-9",
        "8859/15, ISO-8859-15",
        "ASCII, US-ASCII",
        "ISO IR6, US-ASCII",
        "UNICODE, UTF-8",
        "UNICODE UTF-8, UTF-8",
        "ISO IR14, JIS_X0201",
        "ISO IR87, ISO-2022-JP",
        "GB 18030-2000, GB18030",
        "KS X 1001, EUC-KR",
        "BIG-5, Big5",
        "CNS 11643-1992, x-EUC-TW",
        "UTF-8, UTF-8",
        "utf-8, UTF-8",
        "CP1250, windows-1250",
        "windows-1252, windows-1252",
        "ISO-8859-1, ISO-8859-1"
    })
    void aNameOfTable0211OrOfTheWildIsACharsetOfTheJdk(String name, String charset) {
        assertThat(MessageCharset.of(name, StandardCharsets.UTF_16).name()).isEqualTo(charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "unheard of", "8859/99", "no/slash", "\u0000"})
    void anEmptyOrUnknownNameIsTheFeedsCharset(String name) {
        assertThat(MessageCharset.of(name, FALLBACK)).isEqualTo(FALLBACK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UNICODE UTF-16", "UNICODE UTF-32", "UTF-16", "UTF-16LE", "utf-32", "IBM037", "ISO-10646-UCS-2"})
    void aCharsetThatIsNoSupersetOfAsciiIsNotReadable(String name) {
        assertThat(MessageCharset.isUnframeable(name)).isTrue();
        byte[] message = Samples.message("MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5||||||" + name);
        assertThat(new Hl7v2Reader().read(message, Samples.SITE))
                .isInstanceOfSatisfying(
                        ReadResult.Unreadable.class,
                        problem -> assertThat(problem.code()).isEqualTo(103));
    }

    @Test
    void withoutANameStrictUtf8IsTriedBeforeTheFeedsCharset() {
        String name = "Åsa";
        assertThat(MessageCharset.decode(name.getBytes(StandardCharsets.UTF_8), "", FALLBACK))
                .isEqualTo(name);
        assertThat(MessageCharset.decode(name.getBytes(FALLBACK), "", FALLBACK)).isEqualTo(name);
        assertThat(MessageCharset.decode(name.getBytes(StandardCharsets.UTF_8), "ASCII", FALLBACK))
                .isEqualTo(name);
    }

    @Test
    void aNamedCharsetIsBelieved() {
        byte[] greek = "Ωμέγα".getBytes(Charset.forName("ISO-8859-7"));
        assertThat(MessageCharset.decode(greek, "8859/7", FALLBACK)).isEqualTo("Ωμέγα");
    }

    /** Table 0211 as far as the JDK has it, with a word that each can write. */
    @ParameterizedTest
    @CsvSource({
        "ASCII, Ada, US-ASCII",
        "8859/1, Grün, ISO-8859-1",
        "8859/2, Łukasz, ISO-8859-2",
        "8859/3, Ħaġar, ISO-8859-3",
        "8859/4, Ķēniņš, ISO-8859-4",
        "8859/5, Иван, ISO-8859-5",
        "8859/6, محمد, ISO-8859-6",
        "8859/7, Ωμέγα, ISO-8859-7",
        "8859/8, דוד, ISO-8859-8",
        "8859/9, Işık, ISO-8859-9",
        "8859/11, สมชาย, x-iso-8859-11",
        "8859/13, Ģirts, ISO-8859-13",
        "8859/15, Œuvre €, ISO-8859-15",
        "8859/16, Ștefan, ISO-8859-16",
        "ISO IR6, Ada, US-ASCII",
        "ISO IR14, ﾔﾏﾀﾞ, JIS_X0201",
        "ISO IR87, 山田, ISO-2022-JP",
        "ISO IR159, 山田丂, ISO-2022-JP-2",
        "JAS2020, 山田, ISO-2022-JP",
        "JIS X 0202, 山田, ISO-2022-JP",
        "GB 18030-2000, 王小明, GB18030",
        "KS X 1001, 김철수, EUC-KR",
        "CNS 11643-1992, 王小明, x-EUC-TW",
        "BIG-5, 王小明, Big5",
        "UNICODE, Åsa 山田, UTF-8",
        "UNICODE UTF-8, Åsa 山田, UTF-8"
    })
    void everyCharsetOfTheTableIsReadInAMessage(String name, String word, String charset) {
        assertThat(MessageCharset.isUnframeable(name)).isFalse();
        byte[] message = ("MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5||||||" + name + "\rPID|1||7||" + word + "^X\r")
                .getBytes(Charset.forName(charset));
        assertThat(new Hl7v2Reader().read(message, Samples.SITE))
                .isInstanceOfSatisfying(
                        ReadResult.Events.class,
                        result -> assertThat(result.events()
                                        .getFirst()
                                        .person()
                                        .orElseThrow()
                                        .name()
                                        .reveal())
                                .isEqualTo("X " + word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO IR6~ISO IR87", "~ISO IR87", "ASCII~ISO IR14~ISO IR87", "ISO IR87"})
    void japaneseIsSwitchedToByEscapesAfterASecondName(String charsets) {
        byte[] message = String.join(
                        "\r", "MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5||||||" + charsets, "PID|1||7||山田^太郎")
                .getBytes(Charset.forName("ISO-2022-JP"));
        assertThat(new Hl7v2Reader().read(message, Samples.SITE))
                .isInstanceOfSatisfying(
                        ReadResult.Events.class,
                        result -> assertThat(result.events()
                                        .getFirst()
                                        .person()
                                        .orElseThrow()
                                        .name()
                                        .reveal())
                                .isEqualTo("太郎 山田"));
    }
}
