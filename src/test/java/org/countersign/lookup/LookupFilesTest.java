package org.countersign.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.channel.KameletFile;
import org.countersign.lookup.Lookup.Otherwise;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.OperationalException;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every file in routes/lookups keeps to, and what is said of one that does not. */
class LookupFilesTest {

    private static final Path SHIPPED = Path.of("routes", "lookups");

    /** What a lookup may tell. */
    private static final Set<String> TOLD = Set.of("Veto", "Line", "Carrier", "Unknown");

    static final String OWN = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: lookup-own
              annotations:
                countersign.org/transport: sms, voice
                countersign.org/on-failure: send
                countersign.org/on-unknown: refuse
            spec:
              definition: {title: Our own list}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - choice:
                        when:
                          - simple: "${header.To} contains '0123' && ${header.Transport} == 'sms'"
                            steps:
                              - setHeader: {name: Veto, simple: "On our list: ${header.To}"}
            """;

    @TempDir
    private Path folder;

    static List<Path> kamelets() {
        return KameletFile.list(SHIPPED);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aShippedOneSaysWhatItIsAndItsGuideNamesItWithWhatItRequires(Path file) throws IOException {
        Lookup lookup = LookupReader.read(file, settings(Map.of()));
        assertThat(lookup.transports()).isNotEmpty().doesNotContain(Transport.EMAIL, Transport.SILENT);
        assertThat(lookup.requires())
                .isNotEmpty()
                .allMatch(setting -> setting.startsWith("countersign.lookups." + lookup.name() + "."));
        assertThat(lookup.limit()).isEqualTo(Duration.ofSeconds(2));
        String row = Files.readString(SHIPPED.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("| `" + lookup.name() + "` |"))
                .findFirst()
                .orElse("");
        assertThat(row)
                .contains("| " + lookup.onFailure().code() + " |")
                .contains("| " + lookup.onUnknown().code() + " |");
        assertThat(lookup.requires())
                .allSatisfy(setting ->
                        assertThat(row).contains("**`" + setting.substring(setting.lastIndexOf('.') + 1) + "`**"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aShippedOneTellsNothingElseThanLookupsMay(Path file) throws IOException {
        JsonNode kamelet = new YAMLMapper().readTree(file.toFile());
        assertThat(kamelet.findValues("setHeader").stream()
                        .map(node -> node.path("name").asText()))
                .isNotEmpty()
                .allMatch(TOLD::contains);
        assertThat(kamelet.findValues("log")).isEmpty();
    }

    /** What a provider says of a failure, and so what Camel would log of it, may quote the number. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void aShippedOneFailsInTheHubsOwnWords(Path file) throws IOException {
        assertThat(Files.readString(file)).contains("doTry").contains("ref: channelFailure");
    }

    @Test
    void settingsGoBeforeWhatTheFileSays() throws IOException {
        write(OWN);
        Lookup plain = LookupReader.read(own(), settings(Map.of()));
        assertThat(plain.onFailure()).isEqualTo(Otherwise.SEND);
        assertThat(plain.onUnknown()).isEqualTo(Otherwise.REFUSE);
        Lookup set = LookupReader.read(
                own(),
                settings(Map.of(
                        "countersign.lookups.own.on-failure", "refuse",
                        "countersign.lookups.own.on-unknown", "send",
                        "countersign.lookups.own.limit", "500ms")));
        assertThat(set.onFailure()).isEqualTo(Otherwise.REFUSE);
        assertThat(set.onUnknown()).isEqualTo(Otherwise.SEND);
        assertThat(set.limit()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "countersign.org/on-failure: send|countersign.org/x: send|:5: the annotation countersign.org/on-failure is missing",
                "countersign.org/on-unknown: refuse|countersign.org/on-unknown: maybe|:8: countersign.org/on-unknown is 'maybe' and must be one of send, refuse",
                "sms, voice|sms, fax|:6: countersign.org/transport is 'fax' and must be one of sms, voice, whatsapp, viber, telegram, rcs, email, silent",
                "name: lookup-own|name: channel-own|:4: metadata.name must be lookup-own and begin with lookup-",
                "countersign.org/on-failure: send|countersign.org/needs: age|:7: countersign.org/needs is 'age' and must be one of since",
            })
    void aWrongFileIsToldByItsLine(String old, String replacement, String told) throws IOException {
        write(OWN.replace(old, replacement));
        assertThatThrownBy(() -> LookupReader.read(own(), settings(Map.of())))
                .isInstanceOf(OperationalException.class)
                .hasMessage(own() + told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on-failure|maybe|must be one of send, refuse",
                "limit|1h|must be a time from 50ms to 10s",
                "limit|soon|must be a time from 50ms to 10s"
            })
    void aWrongSettingIsToldByItsName(String setting, String value, String must) throws IOException {
        write(OWN);
        assertThatThrownBy(
                        () -> LookupReader.read(own(), settings(Map.of("countersign.lookups.own." + setting, value))))
                .isInstanceOf(OperationalException.class)
                .hasMessage(own() + ":4: countersign.lookups.own." + setting + " is '" + value + "' and " + must);
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder.resolve("lookups"));
        Files.writeString(own(), text);
    }

    private Path own() {
        return folder.resolve("lookups").resolve("lookup-own.kamelet.yaml");
    }

    private static ChannelSettings settings(Map<String, String> properties) {
        return ChannelSettings.ofLookups(properties::get);
    }
}
