package org.countersign.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.countersign.event.Person.Restriction;

/** A tree that has passed the schema into a {@link Policy}; the defaults are those that the schema tells. */
final class PolicyMapper {

    /** Among the restrictions of {@code evenIf}, the one that is about a medium. */
    private static final String REFUSED = "refused";

    /** What rings or buzzes; mail waits to be looked at, and of a silent check nobody knows. */
    private static final Set<Transport> DISTURBING =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(Transport.EMAIL, Transport.SILENT)));

    private PolicyMapper() {}

    static Policy map(JsonNode root) {
        List<String> on = texts(root.get("on"));
        Purpose purpose = Purpose.valueOf(constant(root.get("purpose").asText()));
        ActKind kind = ActKind.ofTrigger(on.getFirst(), purpose);
        return new Policy(
                root.get("name").asText(),
                purpose,
                kind,
                on,
                root.has("withdrawOn") ? texts(root.get("withdrawOn")) : List.of(kind.code()),
                conditions(root.path("when")),
                exceptions(texts(root.path("evenIf"))),
                root.has("quietHours") ? Optional.of(quiet(root.get("quietHours"))) : Optional.empty(),
                root.has("proxies") ? Optional.of(proxies(root.get("proxies"))) : Optional.empty(),
                StreamSupport.stream(root.get("steps").spliterator(), false)
                        .map(PolicyMapper::step)
                        .toList(),
                time(root, "timeToLive").orElse(Duration.ofMinutes(5)),
                root.path("codeLength").asInt(6),
                root.path("tries").asInt(3),
                Set.copyOf(texts(root.get("binding"))),
                root.has("locale")
                        ? Optional.of(Locale.forLanguageTag(root.get("locale").asText()))
                        : Optional.empty());
    }

    private static Policy.Conditions conditions(JsonNode when) {
        return new Policy.Conditions(
                Set.copyOf(texts(when.path("facilities"))),
                Set.copyOf(texts(when.path("services"))),
                time(when, "minimumLead"));
    }

    private static Policy.Exceptions exceptions(List<String> words) {
        Set<Restriction> restrictions = words.stream()
                .filter(word -> !word.equals(REFUSED))
                .map(word -> Restriction.valueOf(constant(word)))
                .collect(Collectors.toUnmodifiableSet());
        return new Policy.Exceptions(restrictions, words.contains(REFUSED));
    }

    private static Policy.Quiet quiet(JsonNode hours) {
        Set<Transport> transports = hours.has("transports")
                ? texts(hours.get("transports")).stream()
                        .map(word -> Transport.valueOf(constant(word)))
                        .collect(Collectors.toUnmodifiableSet())
                : DISTURBING;
        return new Policy.Quiet(
                LocalTime.parse(hours.get("from").asText()),
                LocalTime.parse(hours.get("until").asText()),
                transports,
                hours.path("then").asText("hold").equals("hold"),
                hours.path("requests").asBoolean(false));
    }

    private static Policy.Proxies proxies(JsonNode proxies) {
        return new Policy.Proxies(
                texts(proxies.get("relationships")),
                Policy.Proxies.When.valueOf(constant(proxies.get("when").asText())),
                proxies.path("adultAt").asInt(18));
    }

    private static Policy.Step step(JsonNode step) {
        return new Policy.Step(
                Transport.valueOf(constant(step.get("transport").asText())),
                time(step, "wait").orElse(Duration.ofSeconds(60)),
                Success.valueOf(constant(step.path("success").asText("verified"))));
    }

    private static Optional<Duration> time(JsonNode parent, String key) {
        return parent.has(key) ? Optional.of(TimeSpan.parse(parent.get(key).asText())) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
