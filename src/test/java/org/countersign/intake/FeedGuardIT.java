package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.countersign.testing.MllpSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a feed's port withstands: many, slow, long and strange senders. The answer is the size of the message. */
class FeedGuardIT {

    private static final int MB = 1024 * 1024;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final FrameBudget answers = new FrameBudget(64L * MB);
    private final FrameBudget unfinished = new FrameBudget(4L * MB);
    private final RefusedConnections refused = new RefusedConnections("guarded", System::nanoTime);
    private final AtomicInteger oversized = new AtomicInteger();
    private FeedListener listener;

    @AfterEach
    void stop() {
        listener.close();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void aThousandIdleConnectionsDoNotKeepASenderOut() throws Exception {
        open(Map.of());
        List<Socket> idle = new ArrayList<>();
        try (MllpSender sender = new MllpSender(listener.port())) {
            for (int i = 0; i < 1000; i++) {
                idle.add(new Socket("127.0.0.1", listener.port()));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(sender.send("x".repeat(i))).isEqualTo("" + i);
            }
            try (MllpSender late = new MllpSender(listener.port())) {
                assertThat(late.send("late")).isEqualTo("4");
            }
            assertThat(refused.count()).isZero();
            Socket last = idle.getLast();
            last.setSoTimeout(10_000);
            last.getOutputStream().write("\u000bawake\u001c\r".getBytes(StandardCharsets.US_ASCII));
            assertThat(last.getInputStream().readNBytes(4)).containsExactly(0x0B, '5', 0x1C, 0x0D);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void aSenderOfOneByteAWhileIsClosedWhenItsFrameIsNotWholeInTime() throws Exception {
        open(Map.of("frame-timeout", "500ms"));
        try (Socket slow = new Socket("127.0.0.1", listener.port())) {
            slow.getOutputStream().write(0x0B);
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(50)).until(() -> isClosed(slow));
        }
        try (MllpSender sender = new MllpSender(listener.port())) {
            assertThat(sender.send("next")).isEqualTo("4");
        }
    }

    @Test
    void aConnectionByWhichNoFrameComesIsClosedWhateverElseComes() throws Exception {
        open(Map.of("idle-timeout", "500ms"));
        try (Socket junk = new Socket("127.0.0.1", listener.port())) {
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(50)).until(() -> isClosed(junk));
        }
    }

    @Test
    void unfinishedFramesOfAllConnectionsHoldNoMoreThanTheirLimit() throws Exception {
        open(Map.of("frame-limit", "1MB"));
        byte[] beginning = new byte[MB - 1024];
        Arrays.fill(beginning, (byte) 'x');
        beginning[0] = 0x0B;
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket socket = new Socket("127.0.0.1", listener.port());
                slow.add(socket);
                write(socket, beginning);
                assertThat(unfinished.used()).isLessThanOrEqualTo(4L * MB);
            }
            Awaitility.await()
                    .until(() -> slow.stream().filter(FeedGuardIT::isClosed).count() >= 8);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Awaitility.await().until(() -> unfinished.used() == 0);
        try (MllpSender sender = new MllpSender(listener.port())) {
            assertThat(sender.send("x".repeat(500_000))).isEqualTo("500000");
        }
    }

    @Test
    void framesFarOverTheLimitAreSkippedWithoutBeingHeld() throws Exception {
        open(Map.of("frame-limit", "1MB"));
        byte[] chunk = new byte[MB];
        Arrays.fill(chunk, (byte) 'x');
        AtomicLong most = new AtomicLong();
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            for (int frame = 0; frame < 10; frame++) {
                socket.getOutputStream().write(0x0B);
                for (int i = 0; i < 64; i++) {
                    socket.getOutputStream().write(chunk);
                    most.accumulateAndGet(unfinished.used() + answers.used(), Math::max);
                }
                socket.getOutputStream().write(new byte[] {0x1C, 0x0D});
            }
            Awaitility.await().until(() -> oversized.get() == 10);
        }
        assertThat(most.get()).isLessThanOrEqualTo(2L * MB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "127.0.0.2", "fd00::/8", "192.168.1.0/24,10.0.0.1"})
    void aSenderOfAnotherNetworkIsClosedAtOnceAndCounted(String networks) throws Exception {
        open(Map.of("allow", networks));
        for (int i = 1; i <= 3; i++) {
            try (MllpSender sender = new MllpSender(listener.port())) {
                assertThatThrownBy(() -> sender.send("x")).isInstanceOf(IOException.class);
            }
            int soFar = i;
            Awaitility.await().until(() -> refused.count() == soFar);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/8", "10.0.0.0/8,127.0.0.1", "0.0.0.0/0", "127.0.0.1/32"})
    void aSenderOfAnAllowedNetworkIsTaken(String networks) throws Exception {
        open(Map.of("allow", networks));
        try (MllpSender sender = new MllpSender(listener.port())) {
            assertThat(sender.send("x")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33, ends with a number from 0 to 32",
        "10.0.0.0/x, ends with a number from 0 to 32",
        "fd00::/129, ends with a number from 0 to 128",
        "ehr.example.org, is no network",
        "10.0.0.0/8/8, is no network"
    })
    void whatIsNoNetworkIsRefusedWithTheSettings(String network, String problem) {
        open(Map.of());
        assertThatThrownBy(() -> IntakeParts.feed(Map.of("allow", network))).hasStackTraceContaining(problem);
    }

    @Test
    void refusalsAreLoggedOnceAMinuteAndAllCounted() {
        open(Map.of());
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        RefusedConnections counted = new RefusedConnections("one", nanos::get);
        for (int i = 0; i < 1000; i++) {
            counted.add("why");
        }
        nanos.addAndGet(java.time.Duration.ofMinutes(2).toNanos());
        counted.add("why");
        assertThat(counted.count()).isEqualTo(1001);
        assertThat(counted.lines()).isEqualTo(2);
    }

    private void open(Map<String, Object> settings) {
        Feed feed = IntakeParts.feed(new HashMap<>(settings));
        listener = FeedListener.open(
                loops,
                feed,
                ConnectionLimits.of(feed, answers, unfinished),
                refused,
                new OpenConnections(),
                (frame, peer) -> {
                    if (frame instanceof Frame.Oversized) {
                        oversized.incrementAndGet();
                    }
                    String size = "" + frame.bytes().length;
                    return CompletableFuture.completedFuture(size.getBytes(StandardCharsets.US_ASCII));
                });
    }

    /** Sends one more byte. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // closed by the hub, as some of them are to be
        }
    }
}
