package org.countersign.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.message.SmsSegments.Alphabet;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCatalogTest {

    private static final Set<String> UCS_2 = Set.of("ar", "zh");
    private static final String LONGEST_FACILITY = "St. Elizabeth Clinic";
    private static final String HOST = "portal.hospital.example";
    private static final MessageCatalog CATALOG = MessageCatalog.read();

    static Stream<Arguments> everyText() {
        return CATALOG.languages().stream()
                .flatMap(language -> Stream.of(Purpose.values()).map(purpose -> Arguments.of(language, purpose)));
    }

    @ParameterizedTest
    @MethodSource("everyText")
    void everySmsFitsItsSegmentsWithItsLongestParts(String language, Purpose purpose) {
        assertThat(LONGEST_FACILITY).hasSize(MessageComposer.FACILITY_CHARACTERS);
        SmsSegments segments =
                SmsSegments.of(compose(Optional.of(new WebOtpLine(HOST)), Transport.SMS, language, purpose));
        if (UCS_2.contains(language)) {
            assertThat(segments.count()).as("%s", segments).isLessThanOrEqualTo(2);
        } else {
            assertThat(segments.alphabet()).isEqualTo(Alphabet.GSM_7);
            assertThat(segments.count()).as("%s", segments).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("everyText")
    void everyTextIsCompleteForEveryTransport(String language, Purpose purpose) {
        for (Transport transport : Transport.values()) {
            String text = compose(Optional.empty(), transport, language, purpose);
            assertThat(text).doesNotContain("{").doesNotContain("}");
            if (transport == Transport.VOICE) {
                String first = CATALOG.texts(Locale.of(language)).digits().get(1);
                assertThat(text.split(first + ", ", -1)).as("said twice").hasSize(3);
            } else if (transport != Transport.SILENT) {
                assertThat(text).contains("123456").contains("KQX").contains(LONGEST_FACILITY);
            }
        }
    }

    private static String compose(Optional<WebOtpLine> line, Transport transport, String language, Purpose purpose) {
        return new MessageComposer(CATALOG, line)
                .compose(
                        transport,
                        Locale.of(language),
                        purpose,
                        LONGEST_FACILITY,
                        "KQX",
                        Sensitive.of("123456"),
                        Duration.ofMinutes(10))
                .reveal();
    }
}
