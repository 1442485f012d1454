package org.countersign.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.countersign.CheckRoutes;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A hub starts with its routes folder or, where that is wrong or not approved yet, with what ran last. */
class StartingRoutesTest {

    private static ConfigurableApplicationContext hub;

    @TempDir
    Path home;

    private Routes routes;
    private GoodCopy good;

    @BeforeAll
    static void start() {
        hub = new SpringApplicationBuilder(CheckRoutes.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .run("--logging.level.root=off");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void copy() {
        routes = Routes.copyTo(home.resolve("routes"));
        good = new GoodCopy(home.resolve("data"));
    }

    @Test
    void theFolderIsCopiedAndTheCopyIsReadFrom() throws IOException {
        StartingRoutes start = choose(false);
        assertThat(start.problems()).isEmpty();
        assertThat(start.folder()).startsWith(home.resolve("data"));
        assertThat(RouteFiles.read(start.folder()).hash())
                .isEqualTo(RouteFiles.read(routes.folder()).hash());
    }

    @Test
    void onTheFirstStartAllThatIsWrongIsTold() {
        routes.edit("intake/drain.camel.yaml", "ref: inboxDrain", "ref: inboxDran")
                .edit("policies/refill.yaml", "transport: sms", "transport: pigeon");
        assertThatThrownBy(() -> choose(false))
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("there is no bean inboxDran")
                .hasMessageContaining("pigeon");
    }

    @Test
    void laterWhatRanLastIsUsedAndTheProblemIsKept() throws IOException {
        String ran = choose(false).files().hash();
        routes.edit("intake/drain.camel.yaml", "ref: inboxDrain", "ref: inboxDran");
        StartingRoutes start = choose(false);
        assertThat(start.files().hash()).isEqualTo(ran);
        assertThat(start.problems()).isNotEmpty();
        assertThat(start.edited())
                .isEqualTo(RouteFiles.read(routes.folder()).hash())
                .isNotEqualTo(ran);
    }

    @Test
    void aFolderThatIsGoneIsToldAndWhatRanLastIsUsed() {
        choose(false);
        StartingRoutes start = StartingRoutes.choose(home.resolve("nowhere"), good, lint(), false);
        assertThat(start.problems()).singleElement().asString().endsWith("nowhere: is no folder");
        assertThat(start.files().names()).contains("errors.camel.yaml");
    }

    @Test
    void otherPoliciesDoNotGetRoundTheirApprovalByARestart() {
        String ran = choose(true).files().hash();
        routes.edit("policies/appointment.yaml", "tries: 3", "tries: 2");
        assertThat(choose(true).files().hash()).isEqualTo(ran);
        assertThat(choose(false).files().hash()).isNotEqualTo(ran);
    }

    @Test
    void aCopyThatWasCutShortIsMadeAgain() throws IOException {
        Path copy = choose(false).folder();
        Files.delete(copy.resolve("errors.camel.yaml"));
        assertThat(choose(false).folder().resolve("errors.camel.yaml")).exists();
    }

    @Test
    void onlyWhatRanLastIsKept() throws IOException {
        choose(false);
        routes.edit("dispatch/clock.camel.yaml", "period: 250", "period: 300");
        Path last = choose(false).folder();
        try (var all = Files.list(home.resolve("data"))) {
            assertThat(all.filter(Files::isDirectory)).containsExactly(last);
        }
    }

    private StartingRoutes choose(boolean approval) {
        return StartingRoutes.choose(routes.folder(), good, lint(), approval);
    }

    private static RouteLint lint() {
        return hub.getBean(RouteLint.class);
    }
}
