package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped policies make of messages as they are read from their bytes, those of the guides and others'. */
class SampleDecisionsTest {

    private static final Path OTHERS = Path.of("src", "test", "resources", "hl7v2", "samples");
    private static final Path GUIDES = Path.of("src", "docs", "samples");
    private static final Site SITE =
            new Site("samples", "Main Hospital", ZoneId.of("America/New_York"), "US", StandardCharsets.UTF_8);

    /** Before the first appointment of the samples. */
    private static final Instant EARLY = Instant.parse("1990-01-01T00:00:00Z");

    private final PolicyCatalog catalog = PolicyCatalog.read(Path.of("routes", "policies"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "siu-s12.hl7 | challenge appointment sms, email",
                "siu-s13.hl7 | challenge appointment sms, email",
                "siu-s15.hl7 | withdraw: the act was cancelled",
                "siu-s12-telehealth.hl7 | challenge telehealth sms, email",
                "adt-a28-portal.hl7 | challenge portal sms, email",
                "adt-a08-number.hl7 | NO_POLICY: no policy names its type under on",
                "adt-a40-merge.hl7 | NO_POLICY: the event changes nothing that a challenge could be for",
                "oru-r01-result.hl7 | challenge portal sms, email",
                "dft-p03-billing.hl7 | challenge billing sms, email",
                "rds-o13-dispense.hl7 | withdraw: the act was done without waiting for the code",
                "orm-o01-refill.hl7 | challenge refill sms, voice, email",
                "rde-o25-refill.hl7 | challenge refill sms, voice, email",
            })
    void theMessagesOfTheGuidesDoWhatTheySay(String file, String decision) throws IOException {
        assertThat(decide(GUIDES.resolve(file))).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIU-S12-01.hl7 | DECEASED: the patient is recorded as deceased",
                "SIU-S13-01.hl7 | withdraw: the act was amended and is not challenged again, the patient is recorded as deceased",
                "SIU-S15-01.hl7 | withdraw: the act was cancelled",
                "SIU-S26-01.hl7 | withdraw: the act was cancelled",
                "RDE-O11-01.hl7 | NO_POLICY: order control NW asks for no challenge",
                "ORM-O01-01.hl7 | NO_POLICY: order control NW asks for no challenge",
                "ADT-A08-01.hl7 | DECEASED: the patient is recorded as deceased",
                "ADT-A40-01.hl7 | NO_POLICY: the event changes nothing that a challenge could be for",
                "RDS-O13-01.hl7 | withdraw: the act was done without waiting for the code",
                "ORU-R01-01.hl7 | NOT_PRODUCTION: MSH-11 is T or D: training or debugging",
            })
    void othersMessagesGetAReason(String file, String decision) throws IOException {
        assertThat(decide(OTHERS.resolve(file))).isEqualTo(decision);
    }

    @Test
    void noMessageOfOthersIsLeftWithoutADecision() throws IOException {
        try (Stream<Path> files = Files.list(OTHERS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".hl7")).toList()) {
                assertThat(decide(file)).matches("challenge .+|withdraw: .+|[A-Z_]+: .+");
            }
        }
    }

    private String decide(Path file) throws IOException {
        return switch (new Hl7v2Reader().read(Files.readAllBytes(file), SITE)) {
            case ReadResult.Unreadable unreadable -> "unreadable: " + unreadable.problem();
            case ReadResult.Events events ->
                events.events().stream()
                        .map(event -> say(catalog.decide(event, EARLY)))
                        .collect(Collectors.joining("; "));
        };
    }

    private static String say(PolicyDecision decision) {
        return switch (decision) {
            case PolicyDecision.Require require ->
                "challenge " + require.plan().purpose().code() + " "
                        + require.plan().steps().stream()
                                .map(step -> step.transport().code())
                                .collect(Collectors.joining(", "));
            case PolicyDecision.Withdraw withdraw -> "withdraw: " + withdraw.why();
            case PolicyDecision.Skip skip -> skip.reason() + ": " + skip.detail();
        };
    }
}
