package org.countersign.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What reading makes of each public sample; rewrite the golden files with {@code -Dgolden.write=true} and read the
 * difference against the message before it goes in.
 */
class SampleGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/hl7v2/golden");

    private final Hl7v2Reader reader = new Hl7v2Reader();

    static List<Path> samples() {
        return Samples.in(Samples.PUBLIC);
    }

    @Test
    void allSamplesAreThere() {
        assertThat(samples()).hasSize(24);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleReadsAsItsGoldenFileSays(Path sample) throws IOException {
        byte[] message = Samples.bytes(sample);
        String read =
                GoldenJson.write(new Golden(MessageHeaderReader.read(message), reader.read(message, Samples.SITE)));
        Path golden = golden(sample);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, read);
        }
        assertThat(read).isEqualTo(Files.readString(golden));
    }

    @Test
    void noGoldenFileIsLeftOver() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            samples().stream().map(SampleGoldenTest::golden).toList());
        }
    }

    private static Path golden(Path sample) {
        return GOLDEN.resolve(sample.getFileName().toString().replace(".hl7", ".json"));
    }

    /** Both readings of one message. */
    record Golden(Envelope envelope, ReadResult result) {}
}
