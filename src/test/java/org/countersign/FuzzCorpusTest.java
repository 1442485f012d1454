package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.event.MessageFuzz;
import org.countersign.intake.FrameFuzz;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What {@code bin/fuzz} starts from and has ever found, without the fuzzer. */
class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void framesComeOutTheSameHoweverTheyAreSplit() throws IOException {
        feed("frames", FrameFuzz::fuzzerTestOneInput);
    }

    @Test
    void messagesAreReadWhateverTheyHold() throws IOException {
        feed("messages", MessageFuzz::fuzzerTestOneInput);
        try (Stream<Path> samples = Files.list(Path.of("src/test/resources/hl7v2/samples"))) {
            for (Path sample : samples.toList()) {
                MessageFuzz.fuzzerTestOneInput(Files.readAllBytes(sample));
            }
        }
    }

    private static void feed(String name, Consumer<byte[]> target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            List<Path> corpus = files.sorted().toList();
            assertThat(corpus).isNotEmpty();
            for (Path file : corpus) {
                byte[] input = Files.readAllBytes(file);
                Assertions.assertTimeoutPreemptively(LIMIT, () -> target.accept(input), file::toString);
            }
        }
    }
}
