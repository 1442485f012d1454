package org.countersign.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lookup that an integration engineer adds. */
class OwnLookupIT {

    @TempDir
    private Path folder;

    @Test
    void aLookupOfOnesOwnIsAskedWhenItIsDroppedInAndNoMoreWhenItIsGone() throws IOException {
        Files.createDirectories(folder.resolve("lookups"));
        try (LookupHub hub = new LookupHub(folder, folder, Map.of())) {
            assertThat(hub.ask(Transport.SMS)).isEmpty();
            write(LookupFilesTest.OWN);
            hub.catalog().reread(folder.resolve("lookups"));
            assertThat(hub.ask(Transport.SMS))
                    .as("its words without the number that it put into them")
                    .containsExactly(new Finding.Veto("own", "On our list: …"));
            assertThat(hub.ask(Transport.VOICE)).singleElement().isInstanceOf(Finding.Clear.class);
            Files.delete(own());
            hub.catalog().reread(folder.resolve("lookups"));
            assertThat(hub.ask(Transport.SMS)).isEmpty();
        }
    }

    @Test
    void aLookupThatSetsALineWhichTheHubDoesNotKnowHasFailed() throws IOException {
        write(LookupFilesTest.OWN.replace(
                "name: Veto, simple: \"On our list: ${header.To}\"", "name: Line, constant: landline"));
        try (LookupHub hub = new LookupHub(folder, folder, Map.of())) {
            assertThat(hub.ask(Transport.SMS)).singleElement().isInstanceOf(Finding.Silence.class);
        }
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder.resolve("lookups"));
        Files.writeString(own(), text);
    }

    private Path own() {
        return folder.resolve("lookups").resolve("lookup-own.kamelet.yaml");
    }
}
