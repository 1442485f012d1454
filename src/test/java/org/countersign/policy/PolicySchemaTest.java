package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema says in JSON what the code says in Java; here the two are held together. */
class PolicySchemaTest {

    private final JsonNode schema = schema();

    @Test
    void itKnowsJustTheWordsThatTheCodeKnows() {
        assertThat(words("/properties/purpose/enum")).isEqualTo(names(Purpose.values()));
        assertThat(words("/properties/steps/items/properties/transport/enum")).isEqualTo(names(Transport.values()));
        assertThat(words("/properties/quietHours/properties/transports/items/enum"))
                .isEqualTo(names(Transport.values()));
        assertThat(words("/properties/proxies/properties/when/enum")).isEqualTo(names(Policy.Proxies.When.values()));
        assertThat(words("/properties/steps/items/properties/success/enum")).isEqualTo(names(Success.values()));
        Set<String> bindable = new TreeSet<>();
        Arrays.stream(ActKind.values()).forEach(kind -> bindable.addAll(kind.bindable()));
        assertThat(new TreeSet<>(words("/properties/binding/items/enum"))).isEqualTo(bindable);
    }

    @Test
    void itsDefaultsAreThoseThatAPolicyGets() throws IOException {
        JsonNode least = new ObjectMapper()
                .readTree("{\"name\":\"a\",\"purpose\":\"refill\",\"on\":[\"refill\"],"
                        + "\"steps\":[{\"transport\":\"sms\"}],\"binding\":[\"reference\"]}");
        Policy policy = PolicyMapper.map(least);
        Policy.Step step = policy.steps().getFirst();
        String properties = "/properties/steps/items/properties/";
        assertThat(policy.timeToLive()).isEqualTo(TimeSpan.parse(text("/properties/timeToLive/default")));
        assertThat(step.fallbackAfter()).isEqualTo(TimeSpan.parse(text(properties + "wait/default")));
        assertThat(step.success().name().toLowerCase(Locale.ROOT)).isEqualTo(text(properties + "success/default"));
        assertThat(policy.codeLength())
                .isEqualTo(schema.at("/properties/codeLength/default").intValue());
        assertThat(policy.tries())
                .isEqualTo(schema.at("/properties/tries/default").intValue());
    }

    @Test
    void theDefaultsOfQuietHoursAndProxiesAreThoseThatAPolicyGets() throws IOException {
        Policy policy = PolicyMapper.map(new ObjectMapper()
                .readTree("{\"name\":\"a\",\"purpose\":\"refill\",\"on\":[\"refill\"],"
                        + "\"steps\":[{\"transport\":\"sms\"}],\"binding\":[\"reference\"],"
                        + "\"quietHours\":{\"from\":\"21:00\",\"until\":\"08:00\"},"
                        + "\"proxies\":{\"relationships\":[\"MTH\"],\"when\":\"minor\"}}"));
        Policy.Quiet quiet = policy.quiet().orElseThrow();
        assertThat(quiet.hold() ? "hold" : "skip").isEqualTo(text("/properties/quietHours/properties/then/default"));
        assertThat(quiet.requests())
                .isEqualTo(schema.at("/properties/quietHours/properties/requests/default")
                        .booleanValue());
        assertThat(quiet.transports())
                .isEqualTo(java.util.EnumSet.complementOf(java.util.EnumSet.of(Transport.EMAIL, Transport.SILENT)));
        assertThat(policy.proxies().orElseThrow().adultAt())
                .isEqualTo(schema.at("/properties/proxies/properties/adultAt/default")
                        .intValue());
    }

    /** Else a sentence would end after "expected". */
    @Test
    void whateverItRefusesItNamesWhatItExpects() {
        List<String> silent = new ArrayList<>();
        collect(schema, "", silent);
        assertThat(silent).isEmpty();
    }

    private static void collect(JsonNode rule, String path, List<String> silent) {
        boolean refuses = rule.has("type") || rule.has("pattern");
        if (refuses && !rule.has("enum") && rule.path("title").asText().isBlank()) {
            silent.add(path);
        }
        rule.properties().forEach(member -> collect(member.getValue(), path + "/" + member.getKey(), silent));
    }

    private List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        schema.at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }

    private String text(String pointer) {
        return schema.at(pointer).textValue();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static JsonNode schema() {
        try (InputStream in = PolicySchema.class.getResourceAsStream("/policy.schema.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
