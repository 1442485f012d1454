package org.countersign.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The messages that tests of reading start from, and the place they are said to come from. */
final class Samples {

    /** 24 messages of microsoft/FHIR-Converter, byte for byte. */
    static final Path PUBLIC = Path.of("src/test/resources/hl7v2/samples");

    /** Messages that people send by hand to try the hub. */
    static final Path BY_HAND = Path.of("src/docs/samples");

    static final Site SITE =
            new Site("ehr", "Riverside Clinic", ZoneId.of("America/Los_Angeles"), "US", StandardCharsets.ISO_8859_1);

    private Samples() {}

    /** The messages of {@code folder}, by name. */
    static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Segments as they go over the wire: joined by CR, in ISO 8859-1. */
    static byte[] message(String... segments) {
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.ISO_8859_1);
    }
}
