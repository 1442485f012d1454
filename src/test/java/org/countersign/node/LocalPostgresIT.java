package org.countersign.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class LocalPostgresIT {

    @TempDir
    Path folder;

    @Test
    void aCommitIsOnDiskBeforeItReturns() throws IOException {
        try (LocalPostgres server = LocalPostgres.start(folder, 0)) {
            JdbcClient jdbc = JdbcClient.create(server.dataSource());
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes"))
                    .allSatisfy(setting -> assertThat(show(jdbc, setting)).isEqualTo("on"));
        }
    }

    @Test
    void itListensToThisMachineAlone() throws IOException {
        try (LocalPostgres server = LocalPostgres.start(folder, 0)) {
            assertThat(show(JdbcClient.create(server.dataSource()), "listen_addresses"))
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void nobodyIsLetInWithoutThePasswordThatItsOwnerAloneMayRead() throws IOException {
        try (LocalPostgres server = LocalPostgres.start(folder, 0)) {
            assertThatThrownBy(
                            () -> DriverManager.getConnection(server.jdbcUrl()).close())
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", "guess")
                            .close())
                    .hasMessageContaining("password");
            assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void whatWasCommittedBeforeAKillIsThereAtTheNextStartAndTheLeftOverServerIsGone() throws Exception {
        Process hub = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hub.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        awaitReady(hub);
        long leftOver = Long.parseLong(
                Files.readAllLines(folder.resolve("cluster/postmaster.pid")).getFirst());
        hub.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(leftOver)).get().matches(ProcessHandle::isAlive);

        try (LocalPostgres server = LocalPostgres.start(folder, 0)) {
            assertThat(JdbcClient.create(server.dataSource())
                            .sql("select word from kept")
                            .query(String.class)
                            .list())
                    .containsExactly("acknowledged");
            assertThat(ProcessHandle.of(leftOver).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsRemovedAndTheProgramLeftAlone() throws Exception {
        LocalPostgres.start(folder, 0).close();
        Process bystander = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(folder.resolve("cluster/postmaster.pid"), bystander.pid() + "\n");
            LocalPostgres.start(folder, 0).close();
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    private static String show(JdbcClient jdbc, String setting) {
        return jdbc.sql("show " + setting).query(String.class).single();
    }

    private static void awaitReady(Process hub) throws IOException {
        BufferedReader output = hub.inputReader(StandardCharsets.UTF_8);
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the hub's output ended early").isNotNull();
        } while (!line.equals("ready"));
    }

    /** A hub that commits one row and waits to be killed. */
    static final class Hub {

        public static void main(String[] args) throws Exception {
            LocalPostgres server = LocalPostgres.start(Path.of(args[0]), 0);
            JdbcClient jdbc = JdbcClient.create(server.dataSource());
            jdbc.sql("create table kept (word text)").update();
            jdbc.sql("insert into kept values ('acknowledged')").update();
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
