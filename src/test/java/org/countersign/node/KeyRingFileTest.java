package org.countersign.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.countersign.platform.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingFileTest {

    @TempDir
    Path folder;

    @Test
    void theFirstStartMakesAFileThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("keys/keyring");
        KeyRingFile.open(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(found -> found.equals(file));
    }

    @Test
    void theNextStartReadsWhatTheFirstSealed() {
        Path file = folder.resolve("keyring");
        byte[] sealed = KeyRingFile.open(file).seal("kept".getBytes(StandardCharsets.UTF_8));
        assertThat(KeyRingFile.open(file).open(sealed)).asString().isEqualTo("kept");
    }

    @Test
    void aNewEpochIsUsedAndTheOldOneStillReads() throws IOException {
        Path file = folder.resolve("keyring");
        byte[] sealed = KeyRingFile.open(file).seal("kept".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                file, Files.readString(file) + "2 " + Base64.getEncoder().encodeToString(new byte[32]));
        KeyRing ring = KeyRingFile.open(file);
        assertThat(ring.currentEpoch()).isEqualTo(2);
        assertThat(ring.open(sealed)).asString().isEqualTo("kept");
    }

    @Test
    void aLineThatIsNotUnderstoodIsNamedAndNeverQuoted() throws IOException {
        Path file = Files.writeString(folder.resolve("keyring"), "# mine\n1 not*base64\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRingFile.open(file))
                .withMessageContaining("keyring:2: expected an epoch number")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not*base64"));
    }
}
