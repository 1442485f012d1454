package org.countersign.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.countersign.message.MessageComposer;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The folder {@code routes/messages/} wired as the hub wires it. */
@ExtendWith(OutputCaptureExtension.class)
class WordingDirectoryTest {

    private static final String OURS =
            "- {facility: H, locale: en, purpose: portal, transport: sms, text: ours {facility} {code}}\n"
                    .replace("text: ours {facility} {code}", "text: \"ours {facility} {code}\"");
    private static final String BAD = OURS.replace("{code}", "{patient}");

    @TempDir
    Path routes;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(routes.resolve("messages"));
    }

    @Test
    void aGoodFileIsUsedFromTheStart() throws Exception {
        Files.writeString(folder.resolve("h.yaml"), OURS);
        try (var hub = start()) {
            assertThat(sent(hub)).isEqualTo("ours H 012345");
            assertThat(hub.getBean(WordingHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.UP);
        }
    }

    @Test
    void theHubStartsWithoutABadTextAndSaysSo(CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), BAD);
        Files.writeString(folder.resolve("good.yaml"), OURS);
        try (var hub = start()) {
            assertThat(sent(hub)).isEqualTo("ours H 012345");
            assertThat(hub.getBean(WordingHealthIndicator.class).health())
                    .satisfies(health -> assertThat(health.getStatus()).isEqualTo(WordingHealthIndicator.DEGRADED))
                    .satisfies(health -> assertThat(health.getDetails().get("problems"))
                            .asString()
                            .contains("messages/bad.yaml:1:")
                            .contains("text names {patient}"));
            assertThat(output).contains("A text of a facility is not used").contains("messages/bad.yaml:1:");
        }
    }

    @Test
    void anEditIsSeenWhenItHasStoodStillForOneLook() throws Exception {
        Path file = Files.writeString(folder.resolve("h.yaml"), OURS);
        try (var hub = start()) {
            var directory = hub.getBean(WordingDirectory.class);
            directory.look();
            Files.writeString(file, OURS.replace("ours", "half-written"));
            directory.look();
            Files.writeString(file, OURS.replace("ours", "whole"));
            directory.look();
            assertThat(sent(hub)).as("an editor may still be at it").isEqualTo("ours H 012345");
            directory.look();
            assertThat(sent(hub)).isEqualTo("whole H 012345");
            Files.delete(file);
            directory.look();
            directory.look();
            assertThat(sent(hub)).as("the shipped words").doesNotContain("whole");
        }
    }

    @Test
    void anEditCountsWhenTheFolderIsReadAgainAndABadOneChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("h.yaml"), OURS);
        try (var hub = start()) {
            var directory = hub.getBean(WordingDirectory.class);
            Files.writeString(file, OURS.replace("ours", "new"));
            assertThat(sent(hub)).startsWith("ours");
            assertThat(directory.reload()).isEmpty();
            assertThat(sent(hub)).isEqualTo("new H 012345");

            Files.writeString(file, BAD);
            assertThat(directory.reload()).hasSize(1);
            assertThat(sent(hub)).as("the last good one").isEqualTo("new H 012345");
            assertThat(directory.reload()).as("and again").hasSize(1);
            assertThat(sent(hub)).isEqualTo("new H 012345");

            Files.delete(file);
            assertThat(directory.reload()).isEmpty();
            assertThat(directory.size()).isZero();
            assertThat(sent(hub)).contains("is your code");
        }
    }

    @Test
    void ofTwoFilesForTheSameTheFirstIsUsedAndTheOtherTold() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), OURS);
        Files.writeString(folder.resolve("b.yaml"), OURS.replace("ours", "theirs"));
        try (var hub = start()) {
            assertThat(sent(hub)).startsWith("ours");
            assertThat(hub.getBean(WordingDirectory.class).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString())
                            .matches(".*/b\\.yaml:1:3: .*/a\\.yaml has a text for the same"));
        }
    }

    @Test
    void aCopyOfTheFolderIsCheckedWithoutBeingUsedAndUsedWhenItIsGood(@TempDir Path copy) throws Exception {
        Files.writeString(folder.resolve("h.yaml"), OURS);
        try (var hub = start()) {
            var directory = hub.getBean(WordingDirectory.class);
            Files.writeString(copy.resolve("h.yaml"), BAD);
            assertThat(directory.check(copy)).hasSize(1);
            assertThat(directory.problems()).isEmpty();
            assertThat(sent(hub)).startsWith("ours");
            Files.writeString(copy.resolve("h.yaml"), OURS.replace("ours", "copied"));
            assertThat(directory.check(copy)).isEmpty();
            assertThat(directory.reload(copy)).isEmpty();
            assertThat(sent(hub)).startsWith("copied");
        }
    }

    @Test
    void whatIsNoTextFileIsToldAndPassedOver() throws Exception {
        Files.write(folder.resolve("latin.yaml"), "- {text: é}".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("long.yml"), "#".repeat(1_048_577));
        Files.writeString(folder.resolve(".h.yaml.swp"), "{");
        Files.writeString(folder.resolve("README.md"), "{");
        try (var hub = start()) {
            assertThat(hub.getBean(WordingDirectory.class).problems())
                    .extracting(problem -> problem.toString().replaceAll(".*/", ""))
                    .containsExactly("latin.yaml: is not UTF-8", "long.yml: has more than 1048576 bytes");
        }
    }

    @Test
    void aHubWithoutTheFolderHasTheShippedWords() throws Exception {
        Files.delete(folder);
        try (var hub = start()) {
            assertThat(hub.getBean(WordingDirectory.class).problems()).isEmpty();
            assertThat(sent(hub)).contains("is your code");
        }
    }

    @Test
    void theExamplesOfTheGuideAreTexts() throws Exception {
        String guide = Files.readString(Path.of("routes/messages/README.md"));
        String example =
                guide.substring(guide.indexOf("```yaml\n") + 8, guide.indexOf("\n```\n", guide.indexOf("```yaml")));
        Files.writeString(folder.resolve("guide.yaml"), example);
        try (var hub = start()) {
            assertThat(hub.getBean(WordingDirectory.class).problems()).isEmpty();
            assertThat(hub.getBean(WordingDirectory.class).size()).isGreaterThanOrEqualTo(2);
        }
    }

    private AnnotationConfigApplicationContext start() throws ClassNotFoundException {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", java.util.Map.of("countersign.routes", routes.toString())));
        context.register(Class.forName("org.countersign.message.MessageConfiguration"), WordingConfiguration.class);
        context.refresh();
        return context;
    }

    private static String sent(AnnotationConfigApplicationContext hub) {
        return hub.getBean(MessageComposer.class)
                .compose(
                        Transport.SMS,
                        Locale.ENGLISH,
                        Purpose.PORTAL,
                        "H",
                        "KQX",
                        Sensitive.of("012345"),
                        Duration.ofMinutes(5))
                .reveal();
    }
}
