package org.countersign.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("secrets/api-key");
        ApiKeys keys = ApiKeys.open(file);
        String key = Files.readString(file).strip();
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        assertThat(keys.matches(key)).isTrue();
    }

    @Test
    void laterStartsKeepTheKey() throws IOException {
        Path file = folder.resolve("api-key");
        ApiKeys.open(file);
        String key = Files.readString(file).strip();
        assertThat(ApiKeys.open(file).matches(key)).isTrue();
        assertThat(Files.readString(file).strip()).isEqualTo(key);
    }

    @Test
    void nothingButTheWholeKeyMatches() {
        ApiKeys keys = ApiKeys.configured(Sensitive.of("0123456789abcdef"));
        assertThat(keys.matches("0123456789abcdef")).isTrue();
        assertThat(keys.matches("0123456789abcde")).isFalse();
        assertThat(keys.matches("0123456789abcdef ")).isFalse();
        assertThat(keys.matches("0123456789ABCDEF")).isFalse();
        assertThat(keys.matches("")).isFalse();
    }

    @Test
    void aKeyThatIsTooShortStopsTheHubAndIsNotQuoted() throws IOException {
        Path file = folder.resolve("api-key");
        Files.writeString(file, "fifteen-letters\n");
        assertThatThrownBy(() -> ApiKeys.open(file))
                .isInstanceOf(OperationalException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("16")
                .hasMessageNotContaining("fifteen-letters");
    }
}
