package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The listener as a Camel component, on real sockets; what answers is in the test's hands. */
class MllpFeedIT {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final FrameBudget budget = new FrameBudget(20_000);
    private final FrameBudget unfinished = new FrameBudget(10_000_000);
    private final Answering answering = new Answering();
    private int port;

    @AfterEach
    void stop() {
        answering.immediately = true;
        answering.open.values().forEach(answer -> answer.complete(new byte[0]));
        camel.stop();
    }

    @Test
    void aThousandPipelinedFramesAreAnsweredInOrder() throws Exception {
        start(Map.of());
        answering.immediately = true;
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            messages.add("message " + i);
        }
        try (MllpSender sender = new MllpSender(port)) {
            assertThat(sender.sendAll(messages))
                    .containsExactlyElementsOf(
                            messages.stream().map(text -> "scheduling:" + text).toList());
        }
    }

    @Test
    void answersThatAreReadyEarlyWaitForTheirTurn() throws Exception {
        start(Map.of());
        try (MllpSender sender = new MllpSender(port);
                Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            write(socket, "\u000bone\u001c\r\u000btwo\u001c\r\u000bthree\u001c\r");
            awaitTaken(3);
            answering.answer("three");
            answering.answer("one");
            assertThat(read(socket, "\u000bscheduling:one\u001c\r".length())).isEqualTo("\u000bscheduling:one\u001c\r");
            answering.answer("two");
            String rest = "\u000bscheduling:two\u001c\r\u000bscheduling:three\u001c\r";
            assertThat(read(socket, rest.length())).isEqualTo(rest);
            answering.immediately = true;
            assertThat(sender.send("four")).isEqualTo("scheduling:four");
        }
    }

    @Test
    void noMoreThanTheWindowIsTakenFromOneConnectionBeforeItIsAnswered() throws Exception {
        start(Map.of("window", 3));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            for (int i = 0; i < 10; i++) {
                write(socket, "\u000b" + i + "\u001c\r");
            }
            awaitTaken(3);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> answering.taken.get() == 3);
            answering.answer("0");
            awaitTaken(4);
        }
    }

    @Test
    void noMoreBytesThanTheBudgetWaitOverAllConnections() throws Exception {
        start(Map.of());
        try (Socket first = new Socket("127.0.0.1", port);
                Socket second = new Socket("127.0.0.1", port)) {
            write(first, "\u000b" + "a".repeat(15_000) + "\u001c\r");
            awaitTaken(1);
            write(second, "\u000b" + "b".repeat(15_000) + "\u001c\r");
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> answering.taken.get() == 1);
            answering.answer("a".repeat(15_000));
            awaitTaken(2);
            assertThat(budget.used()).isEqualTo(15_000);
        }
    }

    @Test
    void framesThatCameWholeAreTakenThoughTheSenderIsGone() throws Exception {
        start(Map.of("window", 1));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            write(socket, "\u000bone\u001c\r\u000btwo\u001c\r\u000bcut off");
        }
        awaitTaken(1);
        answering.answer("one");
        awaitTaken(2);
        answering.answer("two");
        Awaitility.await().until(() -> budget.used() == 0);
        assertThat(answering.texts).containsExactly("one", "two");
    }

    @Test
    void aSenderThatEndsItsSideStillGetsItsAnswers() throws Exception {
        start(Map.of());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            write(socket, "\u000bone\u001c\r");
            socket.shutdownOutput();
            awaitTaken(1);
            answering.answer("one");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("\u000bscheduling:one\u001c\r");
        }
    }

    @Test
    void anOversizedFrameIsMarkedAndTheNextIsTaken() throws Exception {
        start(Map.of("frame-limit", "2KB"));
        answering.immediately = true;
        try (MllpSender sender = new MllpSender(port)) {
            assertThat(sender.send("x".repeat(3000))).isEqualTo("scheduling:oversized 2048");
            assertThat(sender.send("next")).isEqualTo("scheduling:next");
        }
    }

    @Test
    void aRouteThatFailsOrAnswersNothingIsRefusedWithoutItsReason() throws Exception {
        start(Map.of());
        answering.immediately = true;
        try (MllpSender sender = new MllpSender(port)) {
            assertThat(sender.send("fail")).isEqualTo("refused scheduling");
            assertThat(sender.send("fail later")).isEqualTo("refused scheduling");
            assertThat(sender.send("echo")).isEqualTo("refused scheduling");
            assertThat(sender.send("next")).isEqualTo("scheduling:next");
        }
    }

    @Test
    void noBytesAreNoAnswer() throws Exception {
        start(Map.of());
        answering.immediately = true;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            write(socket, "\u000bsilence\u001c\r\u000bnext\u001c\r");
            String answer = "\u000bscheduling:next\u001c\r";
            assertThat(read(socket, answer.length())).isEqualTo(answer);
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAtOnce() throws Exception {
        start(Map.of("connections", 1));
        answering.immediately = true;
        try (MllpSender one = new MllpSender(port)) {
            assertThat(one.send("a")).isEqualTo("scheduling:a");
            try (MllpSender two = new MllpSender(port)) {
                assertThatThrownBy(() -> two.send("b")).isInstanceOf(IOException.class);
            }
            assertThat(one.send("c")).isEqualTo("scheduling:c");
        }
    }

    @Test
    void aConnectionThatLeavesAFrameUnfinishedIsClosed() throws Exception {
        start(Map.of("frame-timeout", "200ms"));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            write(socket, "\u000bMSH|");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void stoppingTheRouteAnswersWhatWasReceivedAndClosesThePort() throws Exception {
        start(Map.of());
        try (MllpSender sender = new MllpSender(port)) {
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> sendOn(sender, "last"), Thread::startVirtualThread);
            awaitTaken(1);
            CompletableFuture<Void> stop = CompletableFuture.runAsync(camel::stop, Thread::startVirtualThread);
            Awaitility.await().until(() -> !opens());
            answering.answer("last");
            assertThat(answer.join()).isEqualTo("scheduling:last");
            stop.join();
            assertThatThrownBy(sender::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aRouteThatChangesHandsKeepsItsConnectionsAndWhatComesMeanwhile() throws Exception {
        start(Map.of());
        String route = camel.getRoutes().getFirst().getId();
        MllpFeedConsumer consumer =
                (MllpFeedConsumer) camel.getRoutes().getFirst().getConsumer();
        try (MllpSender sender = new MllpSender(port)) {
            sender.write("under way");
            awaitTaken(1);
            FeedHold.Held held =
                    camel.getComponent("mllp-feed", MllpFeedComponent.class).hold();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop(route), Thread::startVirtualThread);
            Awaitility.await().until(() -> !consumer.isStarted());
            answering.answer("under way");
            assertThat(sender.receive()).isEqualTo("scheduling:under way");
            stop.join();
            sender.write("meanwhile");
            Awaitility.await().until(() -> budget.used() > 0);
            assertThat(answering.texts).containsExactly("under way");
            answering.immediately = true;
            camel.getRouteController().startRoute(route);
            held.close();
            assertThat(sender.receive()).isEqualTo("scheduling:meanwhile");
            assertThat(sender.send("after")).isEqualTo("scheduling:after");
        }
    }

    @Test
    void aFeedWhoseRouteIsGoneWhenTheHoldEndsIsClosedAndAnswersWhatWaited() throws Exception {
        start(Map.of());
        try (MllpSender sender = new MllpSender(port)) {
            FeedHold.Held held =
                    camel.getComponent("mllp-feed", MllpFeedComponent.class).hold();
            stop(camel.getRoutes().getFirst().getId());
            sender.write("too late");
            Awaitility.await().until(() -> budget.used() > 0);
            held.close();
            assertThat(sender.receive()).isEqualTo("refused scheduling");
            assertThatThrownBy(sender::receive).isInstanceOf(EOFException.class);
            assertThat(opens()).isFalse();
        }
    }

    private void stop(String route) {
        try {
            camel.getRouteController().stopRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFeedThatIsNotConfiguredIsNamed() {
        assertThatThrownBy(() -> start("mllp-feed:lab", Map.of()))
                .hasStackTraceContaining("There is no feed lab: set countersign.feeds.lab.port");
    }

    private void start(Map<String, Object> settings) throws Exception {
        start("mllp-feed:scheduling", settings);
        port = ((MllpFeedConsumer) camel.getRoutes().getFirst().getConsumer()).port();
    }

    private void start(String uri, Map<String, Object> settings) throws Exception {
        Map<String, Object> all = new java.util.HashMap<>(settings);
        all.put("port", 0);
        FeedCatalog feeds = new FeedCatalog(Map.of("scheduling", FeedCatalog.bind(all)));
        camel.addComponent(
                "mllp-feed",
                new MllpFeedComponent(
                        feeds,
                        budget,
                        unfinished,
                        new OpenConnections(),
                        (frame, feed) -> ("refused " + feed).getBytes(StandardCharsets.UTF_8)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).bean(answering, "accept");
            }
        });
        camel.start();
    }

    private void awaitTaken(int count) {
        Awaitility.await().until(() -> answering.taken.get() == count);
    }

    private boolean opens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String sendOn(MllpSender sender, String text) {
        try {
            return sender.send(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(Socket socket, String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String read(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Stands where eventIntake stands: answers when the test says so. */
    public static final class Answering {

        private final Queue<String> texts = new ConcurrentLinkedQueue<>();
        private final Map<String, CompletableFuture<byte[]>> open = new java.util.concurrent.ConcurrentHashMap<>();
        private final AtomicInteger taken = new AtomicInteger();
        private volatile boolean immediately;

        public CompletionStage<byte[]> accept(
                @Body byte[] body,
                @ExchangeProperty("Feed") String feed,
                @ExchangeProperty("Oversized") boolean oversized) {
            String text = oversized ? "oversized " + body.length : new String(body, StandardCharsets.ISO_8859_1);
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            byte[] bytes = (feed + ":" + text).getBytes(StandardCharsets.ISO_8859_1);
            if (text.equals("fail")) {
                throw new IllegalStateException("inside");
            }
            texts.add(text);
            open.put(text, answer);
            taken.incrementAndGet();
            if (text.equals("fail later")) {
                answer.completeExceptionally(new IllegalStateException("inside"));
            } else if (text.equals("echo")) {
                answer.complete(body);
            } else if (text.equals("silence")) {
                answer.complete(new byte[0]);
            } else if (immediately) {
                CompletableFuture.runAsync(() -> answer.complete(bytes));
            }
            return answer;
        }

        void answer(String text) {
            open.get(text).complete(("scheduling:" + text).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
