package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.countersign.silent.SilentParts;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every file in routes/channels keeps to. */
class KameletRulesTest {

    private static final Path CHANNELS = Path.of("routes", "channels");

    /** The contract's headers; a component's own begin with its prefix. */
    private static final Set<String> HEADERS =
            Set.of("To", "Reference", "Locale", "Transport", "ProviderReference", "Subject", "Sender", "From");

    private static final Pattern READ = Pattern.compile("header[.\\[]'?([A-Za-z-]+)");

    static List<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(CHANNELS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itSaysWhatItIs(Path file) {
        ChannelDescription channel = KameletReader.read(file);
        assertThat(channel.title()).isNotBlank();
        assertThat(channel.transports()).isNotEmpty();
        assertThat(channel.requires())
                .allMatch(setting -> setting.startsWith("countersign.channels." + channel.name() + "."));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itIsASinkThatGivesAReferenceAndTellsNoSecrets(Path file) throws IOException {
        JsonNode kamelet = new YAMLMapper().readTree(file.toFile());
        assertThat(kamelet.at("/metadata/labels/camel.apache.org~1kamelet.type").asText())
                .isEqualTo("sink");
        assertThat(kamelet.at("/spec/template/from/uri").asText()).isEqualTo("kamelet:source");
        String text = Files.readString(file);
        assertThat(text).contains("name: ProviderReference");
        assertThat(text)
                .doesNotContainPattern("(?m)^\\s*- log:")
                .doesNotContain("uri: log:")
                .doesNotContain("to: log:");
        assertThat(READ.matcher(text).results().map(match -> match.group(1)))
                .allMatch(name -> HEADERS.contains(name) || name.startsWith("Camel"));
        assertThat(names(kamelet.at("/spec/template"), "setHeader"))
                .allMatch(name -> HEADERS.contains(name) || name.startsWith("Camel"));
    }

    /** A provider's own words may quote the number; the hub's own need not. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void itFailsInTheHubsOwnWords(Path file) throws IOException {
        String text = Files.readString(file);
        if (!file.endsWith("channel-handset.kamelet.yaml")) {
            assertThat(text).contains("doTry").contains("ref: channelFailure");
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theGuideNamesItAndWhatItRequires(Path file) throws IOException {
        ChannelDescription channel = KameletReader.read(file);
        String start = "| `" + channel.name() + "` |";
        String row = Files.readString(CHANNELS.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("");
        assertThat(row).as("row of %s", channel.name()).isNotEmpty();
        assertThat(channel.requires())
                .allSatisfy(setting ->
                        assertThat(row).contains("**`" + setting.substring(setting.lastIndexOf('.') + 1) + "`**"));
    }

    /** A channel that the router does not know carries nothing. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void theShippedRouterKnowsIt(Path file) throws IOException {
        String name = KameletReader.read(file).name();
        assertThat(Files.readString(Path.of("routes", "dispatch", "router.camel.yaml")))
                .contains("free(*, '" + name + "')")
                .contains("constant: " + name + "}");
    }

    @Test
    void allOfThemMayStandInARouterWhoseHubHasNothingConfigured() throws Exception {
        var none = new TwilioSettings(URI.create("https://api.twilio.example"), "", "", "", "");
        try (var routes = new ChannelRoutes()
                .bean("handset", new Handset(new MutableClock(java.time.Instant.EPOCH), false))
                .bean("smppFields", new SmppFields())
                .bean("silentOffers", SilentParts.offers())
                .bean("twilioFields", new TwilioFields(none))
                .bean("twilioRestClient", SinglePostClient.connect(none))) {
            for (Path file : kamelets()) {
                String name = KameletReader.read(file).name();
                routes.context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:" + name).to("kamelet:channel-" + name);
                    }
                });
            }
            routes.start();
            assertThat(routes.context.getRoutes())
                    .hasSizeGreaterThanOrEqualTo(2 * kamelets().size());
        }
    }

    private static List<String> names(JsonNode template, String step) {
        return template.findValues(step).stream()
                .map(node -> node.path("name").asText())
                .toList();
    }
}
