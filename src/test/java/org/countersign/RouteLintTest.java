package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.countersign.routing.RouteLint;
import org.countersign.testing.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Each kind of bad edit is told by file, line, column and a sentence. */
class RouteLintTest {

    private static ConfigurableApplicationContext hub;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        hub = CheckRoutes.context(List.of("--logging.level.root=off"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void nothingIsWrongWithTheRoutesThatAreShipped() {
        assertThat(hub.getBean(RouteLint.class).check(Path.of("routes"))).isEmpty();
    }

    @Test
    void yamlThatCannotBeRead() throws IOException {
        write("intake/lab.camel.yaml", "- route:\n    id: lab\n    from: {uri: \"timer:lab\n");
        assertThat(problems()).singleElement().asString().startsWith(in("intake/lab.camel.yaml:4:1: is not YAML: "));
    }

    @Test
    void aKeyThatTheLanguageDoesNotHave() {
        Routes.copyTo(folder)
                .edit("dispatch/clock.camel.yaml", "            method: sweep", "            methd: sweep");
        assertThat(problems()).containsExactly(in("dispatch/clock.camel.yaml:12:20: Unsupported field: methd"));
    }

    @Test
    void aBeanThatTheHubDoesNotHave() {
        Routes.copyTo(folder)
                .edit(
                        "intake/drain.camel.yaml",
                        "ref: inboxDrain\n            method: sweep",
                        "ref: inboxDran\n            method: sweep");
        assertThat(problems())
                .containsExactly(in("intake/drain.camel.yaml:23:18: there is no bean inboxDran; is it inboxDrain?"));
    }

    @Test
    void aMethodThatABeanDoesNotHave() {
        Routes.copyTo(folder).edit("store/retention.camel.yaml", "method: sweep", "method: swep");
        assertThat(problems())
                .containsExactly(in("store/retention.camel.yaml:14:21: the bean messageRetention has no method swep"));
    }

    @Test
    void aBeanInAnExpression() throws IOException {
        Routes.copyTo(folder)
                .edit(
                        "dispatch/router.camel.yaml",
                        "channelHealth?method=free(*, 'handset')",
                        "channelHealt?method=free(*, 'handset')");
        long before = Files.readAllLines(folder.resolve("dispatch/router.camel.yaml")).stream()
                .takeWhile(line -> !line.contains("channelHealt?"))
                .count();
        assertThat(problems())
                .containsExactly(in("dispatch/router.camel.yaml:" + (before + 1)
                        + ":31: there is no bean channelHealt; is it channelHealth?"));
    }

    @Test
    void aComponentThatIsNotThere() {
        Routes.copyTo(folder).edit("dispatch/clock.camel.yaml", "uri: timer:dispatch-tidy", "uri: timr:dispatch-tidy");
        assertThat(problems()).containsExactly(in("dispatch/clock.camel.yaml:17:12: there is no component timr"));
    }

    @Test
    void anOptionThatAComponentDoesNotHave() {
        Routes.copyTo(folder).edit("dispatch/clock.camel.yaml", "period: 600000", "perod: 600000");
        assertThat(problems())
                .containsExactly(in("dispatch/clock.camel.yaml:19:9: timer has no option perod; is it period?"));
    }

    @Test
    void anOptionInAnAddress() throws IOException {
        write("intake/lab.camel.yaml", route("lab", "timer:lab?perod=1"));
        assertThat(problems())
                .containsExactly(in(
                        "intake/lab.camel.yaml:4:12: the endpoint timer:lab cannot be made: it has no option perod"));
    }

    @Test
    void aValueThatAnOptionCannotHave() throws IOException {
        write("intake/lab.camel.yaml", route("lab", "timer:lab?period=soon"));
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(in("intake/lab.camel.yaml:4:12: the endpoint timer:lab cannot be made: "));
    }

    @Test
    void aFeedThatIsNotConfigured() throws IOException {
        write("intake/lab.camel.yaml", route("lab", "mllp-feed:lab"));
        assertThat(problems())
                .containsExactly(
                        in(
                                "intake/lab.camel.yaml:4:12: the endpoint mllp-feed:lab cannot be made: There is no feed lab: set countersign.feeds.lab.port"));
    }

    @Test
    void anIdThatAnotherFileHas() throws IOException {
        write("intake/lab.camel.yaml", route("inbox-sweep", "timer:lab"));
        assertThat(problems())
                .containsExactly(in("intake/lab.camel.yaml:1:3: there is another route with the id inbox-sweep: "
                        + folder + "/intake/drain.camel.yaml:14"));
    }

    @Test
    void aRouteWithoutAnId() throws IOException {
        write(
                "intake/lab.camel.yaml",
                "- route:\n    from:\n      uri: timer:lab\n      steps:\n        - log: hello\n");
        assertThat(problems()).containsExactly(in("intake/lab.camel.yaml:1:3: the route has no id"));
    }

    @Test
    void anEmptyFile() throws IOException {
        write("intake/drain.camel.yaml", "");
        assertThat(problems())
                .containsExactly(in("intake/drain.camel.yaml:1:1: is empty; delete the file where it is not wanted"));
    }

    @Test
    void aDeletedFileThatOthersReferTo() throws IOException {
        Routes.copyTo(folder);
        Files.delete(folder.resolve("errors.camel.yaml"));
        assertThat(problems())
                .hasSizeGreaterThan(5)
                .contains(in("store/retention.camel.yaml:2:3: there is no route configuration wake-ups"));
    }

    @Test
    void aStepThatLeadsToNoRoute() throws IOException {
        write(
                "intake/lab.camel.yaml",
                "- route:\n    id: lab\n    from:\n      uri: timer:lab\n      steps:\n        - to: direct:nowhere\n");
        assertThat(problems()).containsExactly(in("intake/lab.camel.yaml:6:15: no route begins with direct:nowhere"));
    }

    @Test
    void aMemberThatStandsTwice() throws IOException {
        write("intake/lab.camel.yaml", "- route:\n    id: lab\n    id: laboratory\n    from: {uri: \"timer:lab\"}\n");
        assertThat(problems()).containsExactly(in("intake/lab.camel.yaml:3:5: id stands twice, first in line 2"));
    }

    @Test
    void aKameletThatCannotBeMade() {
        Routes.copyTo(folder).edit("channels/channel-handset.kamelet.yaml", "method: take", "method: takes");
        assertThat(problems())
                .containsExactly(
                        in("channels/channel-handset.kamelet.yaml:26:25: the bean handset has no method takes"));
    }

    @Test
    void aKameletThatDoesNotSayWhatItCarries() {
        Routes.copyTo(folder).edit("channels/channel-email.kamelet.yaml", "    countersign.org/transport: email\n", "");
        assertThat(problems())
                .containsExactly(in(
                        "channels/channel-email.kamelet.yaml:8: the annotation countersign.org/transport is missing"));
    }

    @Test
    void aLookupThatDoesNotSayWhatBecomesOfASendWithoutItsAnswer() {
        Routes.copyTo(folder).edit("lookups/lookup-twilio.kamelet.yaml", "    countersign.org/on-failure: send\n", "");
        assertThat(problems())
                .containsExactly(in(
                        "lookups/lookup-twilio.kamelet.yaml:10: the annotation countersign.org/on-failure is missing"));
    }

    @Test
    void aLookupThatCallsAMethodWhichIsNotThere() {
        Routes.copyTo(folder).edit("lookups/lookup-sim-swap.kamelet.yaml", "method: post('", "method: put('");
        assertThat(problems())
                .containsExactly(
                        in("lookups/lookup-sim-swap.kamelet.yaml:47:27: the bean lookupRequest has no method put"));
    }

    @Test
    void aPolicyWithAWrongValue() {
        Routes.copyTo(folder).edit("policies/refill.yaml", "transport: sms", "transport: pigeon");
        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith(in("policies/refill.yaml:"))
                        .contains("pigeon"));
    }

    @Test
    void aPolicyInALanguageThatTheHubDoesNotSpeak() throws IOException {
        Routes.copyTo(folder);
        Files.writeString(
                folder.resolve("policies/refill.yaml"),
                Files.readString(folder.resolve("policies/refill.yaml")).stripTrailing() + "\nlocale: tlh\n");
        long line =
                Files.readString(folder.resolve("policies/refill.yaml")).lines().count();
        assertThat(problems())
                .containsExactly(
                        in("policies/refill.yaml:" + line + ":1: locale is a language that the hub has no words in"));
    }

    @Test
    void aSenderThatTheCountryDoesNotTakeAndAPriceThatIsNone() throws IOException {
        write("senders.yaml", "- {channel: sms-smpp, country: US, sender: RIVERSIDE}\n");
        write("prices.yaml", "- channel: sms-smpp\n  price: 1,5\n");
        assertThat(problems())
                .containsExactly(
                        in("prices.yaml:2:3: price is \"1,5\", expected a decimal such as 0.0075"),
                        in("senders.yaml:1:36: sender is \"RIVERSIDE\", a name, which US does not take: give a number"
                                + " there"));
    }

    @Test
    void aTextOfAFacilityThatCannotBeUsed() throws IOException {
        write("messages/st-mary.yaml", """
                - locale: en
                  purpose: refill
                  transport: pigeon
                  text: Your code is {code}.
                """);
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(in("messages/st-mary.yaml:3:3: transport is \"pigeon\", expected one of sms, "));
    }

    @Test
    void whatAnEditorLeavesBesideItsFileIsNotRead() throws IOException {
        write("intake/.drain.camel.yaml.swp", "no: [yaml");
        write("intake/.#drain.camel.yaml", "no: [yaml");
        write("intake/drain.camel.yaml~", "no: [yaml");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aCheckOpensNoPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            write("intake/lab.camel.yaml", route("lab", "mllp:127.0.0.1:" + taken.getLocalPort()));
            assertThat(problems()).isEmpty();
        }
    }

    @Test
    void theCommandPrintsThemAndEndsWithOne() throws IOException {
        write("intake/lab.camel.yaml", route("lab", "timr:lab"));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = CheckRoutes.run(new PrintStream(printed, true, StandardCharsets.UTF_8), folder.toString());
        assertThat(code).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(in("intake/lab.camel.yaml:4:12: there is no component timr"));
        assertThat(CheckRoutes.run(new PrintStream(printed, true, StandardCharsets.UTF_8), "routes"))
                .isZero();
    }

    private static String route(String id, String uri) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: " + uri + "\n      steps:\n        - log: hello\n";
    }

    /** Writes a file into a copy of the routes that are shipped. */
    private void write(String file, String text) throws IOException {
        if (!Files.exists(folder.resolve("errors.camel.yaml"))) {
            Routes.copyTo(folder);
        }
        Files.writeString(folder.resolve(file), text);
    }

    private List<String> problems() {
        return hub.getBean(RouteLint.class).check(folder).stream()
                .map(Object::toString)
                .toList();
    }

    private String in(String rest) {
        return folder + "/" + rest;
    }
}
