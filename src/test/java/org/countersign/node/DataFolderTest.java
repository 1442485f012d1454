package org.countersign.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void twoHubsDoNotShareAFolder() throws IOException {
        try (DataFolder held = DataFolder.claim(folder)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DataFolder.claim(held.path()))
                    .withMessageContaining("Another hub runs on the data folder");
        }
    }

    @Test
    void aFolderThatWasGivenBackCanBeTakenAgain() throws IOException {
        DataFolder.claim(folder).close();
        assertThatCode(() -> DataFolder.claim(folder).close()).doesNotThrowAnyException();
    }
}
