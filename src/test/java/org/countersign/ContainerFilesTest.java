package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be known of the container files without a container engine. */
class ContainerFilesTest {

    private static final Path DOCKER = Path.of("docker");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");

    private final JsonNode services = compose().path("services");

    @Test
    void everyFileThatIsMountedOrBuiltFromIsThere() {
        List<String> mounts = new ArrayList<>();
        services.forEach(service -> service.path("volumes").forEach(volume -> mounts.add(volume.asText())));
        assertThat(mounts)
                .filteredOn(mount -> mount.startsWith("./"))
                .hasSize(2)
                .allSatisfy(mount -> assertThat(DOCKER.resolve(mount.substring(2, mount.indexOf(':'))))
                        .isRegularFile());
        assertThat(DOCKER.resolve("Dockerfile")).isRegularFile();
    }

    @Test
    void noPasswordHasADefault() throws IOException {
        List<String> variables = VARIABLE.matcher(Files.readString(DOCKER.resolve("compose.yaml")))
                .results()
                .map(hit -> hit.group(1) + hit.group(2))
                .distinct()
                .toList();
        assertThat(variables).hasSize(4).allSatisfy(variable -> {
            String name = variable.substring(0, variable.indexOf(':'));
            assertThat(variable).isEqualTo(name + ":?set " + name);
        });
    }

    @Test
    void everyPortIsOpenToThisMachineAlone() {
        services.forEach(service ->
                service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void theImageOpensThePortsOfTheShippedFeeds() throws IOException {
        assertThat(Files.readString(DOCKER.resolve("Dockerfile"))).contains("EXPOSE 8080 2575 2576");
        assertThat(services.path("hub-1").path("ports"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1:8080:8080", "127.0.0.1:2575:2575", "127.0.0.1:2576:2576");
    }

    private static JsonNode compose() {
        try {
            return new YAMLMapper().readTree(DOCKER.resolve("compose.yaml").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
