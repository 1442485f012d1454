package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The routes that are shipped say only what {@code routes/README.md} explains. */
class RouteVocabularyTest {

    private static final Path ROUTES = Path.of("routes");
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{bean:(\\w+)\\?method=(\\w+)");

    @Test
    void everyBeanAndMethodThatARouteCallsIsInTheVocabulary() throws IOException {
        String guide = Files.readString(ROUTES.resolve("README.md"));
        Map<String, List<String>> calls = calls();
        assertThat(calls).containsKeys("eventIntake", "dispatcher", "deliveryReceipts", "channelHealth");
        calls.forEach((bean, methods) -> {
            String row = guide.lines()
                    .filter(line -> line.contains("`" + bean + "`"))
                    .reduce("", String::concat);
            assertThat(row).as("bean %s in routes/README.md", bean).isNotEmpty();
            if (!row.contains("see [channels")) {
                assertThat(methods)
                        .as("methods of %s", bean)
                        .allSatisfy(method -> assertThat(row).contains("`" + method));
            }
        });
    }

    @Test
    void noRouteLogsABody() throws IOException {
        for (Path file : files()) {
            assertThat(logged(new YAMLMapper().readTree(file.toFile())))
                    .as("%s logs", file)
                    .noneMatch(message -> message.contains("body") || message.contains("exception.message"));
        }
    }

    private static Map<String, List<String>> calls() throws IOException {
        Map<String, List<String>> calls = new TreeMap<>();
        for (Path file : files()) {
            collect(new YAMLMapper().readTree(file.toFile()), calls);
            Matcher simple = IN_SIMPLE.matcher(Files.readString(file));
            while (simple.find()) {
                calls.computeIfAbsent(simple.group(1), bean -> new ArrayList<>())
                        .add(simple.group(2));
            }
        }
        return calls;
    }

    private static void collect(JsonNode node, Map<String, List<String>> calls) {
        if (node.has("ref") && node.has("method")) {
            calls.computeIfAbsent(node.path("ref").asText(), bean -> new ArrayList<>())
                    .add(node.path("method").asText().replaceFirst("\\(.*", ""));
        }
        node.forEach(child -> collect(child, calls));
    }

    private static List<String> logged(JsonNode node) {
        List<String> messages = new ArrayList<>();
        if (node.has("log")) {
            messages.add(node.path("log").toString());
        }
        node.forEach(child -> messages.addAll(logged(child)));
        return messages;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ROUTES)) {
            return all.filter(file -> file.toString().matches(".*\\.(camel|kamelet)\\.yaml"))
                    .toList();
        }
    }
}
