package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private static final int LIMIT = 10_000;

    private final FrameScanner scanner = new FrameScanner(LIMIT);
    private final List<Frame> frames = new ArrayList<>();

    @Test
    void aFrameIsWhatStandsBetweenVtAndFsCr() {
        scan("\u000bMSH|a\rPID|b\r\u001c\r");
        assertThat(complete()).containsExactly("MSH|a\rPID|b\r");
        assertThat(scanner.midFrame()).isFalse();
    }

    @Test
    void twoHundredFramesFarOverTheLimitHoldNoMoreThanTheLimit() {
        byte[] chunk = new byte[1024 * 1024];
        java.util.Arrays.fill(chunk, (byte) 'x');
        int most = 0;
        for (int frame = 0; frame < 200; frame++) {
            scan("\u000b");
            for (int i = 0; i < 64; i++) {
                scanner.scan(Unpooled.wrappedBuffer(chunk), frames::add);
                most = Math.max(most, scanner.held());
            }
            scan("\u001c\r");
        }
        assertThat(most).isLessThanOrEqualTo(LIMIT);
        assertThat(scanner.held()).isZero();
        assertThat(frames).hasSize(200).allSatisfy(frame -> {
            assertThat(frame).isInstanceOf(Frame.Oversized.class);
            assertThat(frame.bytes()).hasSize(FrameScanner.HEAD);
        });
    }

    @Test
    void severalFramesInOnePacketAllCount() {
        scan("\u000bone\u001c\r\u000btwo\u001c\r\u000bthree\u001c\r");
        assertThat(complete()).containsExactly("one", "two", "three");
    }

    @Test
    void aFrameMayBeSplitBetweenFsAndCr() {
        scan("\u000bone\u001c");
        assertThat(complete()).isEmpty();
        scan("\r\u000btwo\u001c\r");
        assertThat(complete()).containsExactly("one", "two");
    }

    @Test
    void bytesOutsideFramesAreDropped() {
        scan("GET / HTTP/1.1\r\n\u000bone\u001c\r\nnoise\u001c\r\u000btwo\u001c\r\n");
        assertThat(complete()).containsExactly("one", "two");
    }

    @Test
    void fsBeforeAnyOtherByteIsData() {
        scan("\u000ba\u001cb\u001c\u001cc\u001c\u001c\r");
        assertThat(complete()).containsExactly("a\u001cb\u001c\u001cc\u001c");
    }

    @Test
    void aSenderThatLeavesTheCrOutIsUnderstoodAtItsNextFrame() {
        scan("\u000bone\u001c\u000btwo\u001c\r");
        assertThat(complete()).containsExactly("one", "two");
    }

    @Test
    void anEmptyFrameIsAFrame() {
        scan("\u000b\u001c\r");
        assertThat(complete()).containsExactly("");
    }

    @Test
    void aFrameOfJustTheLimitIsTakenAndOneByteMoreIsNot() {
        scan("\u000b" + "x".repeat(LIMIT) + "\u001c\r\u000b" + "y".repeat(LIMIT + 1) + "\u001c\r\u000bnext\u001c\r");
        assertThat(frames).hasSize(3);
        assertThat(frames.get(0)).isInstanceOf(Frame.Complete.class);
        assertThat(frames.get(1)).isInstanceOf(Frame.Oversized.class);
        assertThat(text(frames.get(1))).isEqualTo("y".repeat(FrameScanner.HEAD));
        assertThat(text(frames.get(2))).isEqualTo("next");
    }

    @Test
    void aFrameOverTheLimitIsGivenUpBeforeItEnds() {
        scan("\u000b" + "x".repeat(LIMIT + 1));
        assertThat(frames).hasSize(1).first().isInstanceOf(Frame.Oversized.class);
        scan("x".repeat(5 * LIMIT) + "\u001c\u001cz\u001c");
        assertThat(frames).hasSize(1);
        assertThat(scanner.midFrame()).isTrue();
        scan("\r\u000bnext\u001c\r");
        assertThat(complete()).containsExactly("next");
    }

    @Property(tries = 500)
    void anySplitOfAnyFramesGivesTheSameFrames(
            @ForAll("frames") List<String> sent, @ForAll("sizes") List<Integer> sizes) {
        FrameScanner fresh = new FrameScanner(LIMIT);
        List<Frame> got = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        sent.forEach(frame -> stream.append("noise\u000b").append(frame).append("\u001c\r"));
        byte[] bytes = stream.toString().getBytes(StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int size = Math.min(sizes.get(i % sizes.size()), bytes.length - from);
            fresh.scan(Unpooled.wrappedBuffer(bytes, from, size), got::add);
            from += size;
        }
        assertThat(got.stream().map(FrameScannerTest::text)).containsExactlyElementsOf(sent);
    }

    /** Bodies with stray FS and VT; an FS at the end or before CR or VT would end the frame. */
    @Provide
    Arbitrary<List<String>> frames() {
        return Arbitraries.strings()
                .withChars("AB|^\r\n\u000b\u001c\u00e9")
                .ofMaxLength(300)
                .map(body -> body.replaceAll("\u001c(?=[\r\u000b])", "").replaceAll("\u001c+$", ""))
                .map(body -> body.replaceAll("\u001c(?=[\r\u000b])", ""))
                .filter(body -> !body.contains("\u001c\r") && !body.contains("\u001c\u000b"))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(1, 40).list().ofMinSize(1).ofMaxSize(20);
    }

    private void scan(String bytes) {
        scanner.scan(Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1)), frames::add);
    }

    private List<String> complete() {
        return frames.stream()
                .filter(Frame.Complete.class::isInstance)
                .map(FrameScannerTest::text)
                .toList();
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.ISO_8859_1);
    }
}
