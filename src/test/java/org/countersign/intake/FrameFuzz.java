package org.countersign.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What Jazzer feeds: any bytes, split in any way, give the frames that they give in one piece, and no scanner holds more
 * than its limit. The first byte chooses how to split, the second the limit, the rest is what comes in.
 */
public final class FrameFuzz {

    private static final int CHOICES = 2;
    private static final int LEAST_BUFFER = 4 * 1024;

    private FrameFuzz() {}

    /** Jazzer's entry point, by its name. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < CHOICES) {
            return;
        }
        int limit = 1 + (data[1] & 0xFF) * 64;
        List<String> whole = scan(data, limit, Integer.MAX_VALUE);
        List<String> split = scan(data, limit, 1 + (data[0] & 0xFF));
        if (!whole.equals(split)) {
            throw new AssertionError("Split at " + (data[0] & 0xFF) + " gives other frames");
        }
    }

    private static List<String> scan(byte[] data, int limit, int longestPiece) {
        FrameScanner scanner = new FrameScanner(limit);
        List<String> frames = new ArrayList<>();
        int from = CHOICES;
        int piece = longestPiece;
        while (from < data.length) {
            int end = from + Math.min(piece, data.length - from);
            ByteBuf bytes = Unpooled.wrappedBuffer(data, from, end - from);
            scanner.scan(bytes, frame -> frames.add(checked(frame, limit)));
            if (bytes.isReadable()) {
                throw new AssertionError("Bytes are left over");
            }
            if (scanner.reserved() > Math.max(limit, LEAST_BUFFER)) {
                throw new AssertionError("The scanner holds " + scanner.reserved() + " bytes, its limit is " + limit);
            }
            from = end;
            // pieces of all lengths up to the longest, one after the other
            piece = piece == Integer.MAX_VALUE ? piece : 1 + (piece * 7 + 3) % longestPiece;
        }
        return frames;
    }

    private static String checked(Frame frame, int limit) {
        int most = frame instanceof Frame.Oversized ? Math.min(limit, FrameScanner.HEAD) : limit;
        if (frame.bytes().length > most) {
            throw new AssertionError("A frame has " + frame.bytes().length + " bytes, its limit is " + most);
        }
        return frame.getClass().getSimpleName() + new String(frame.bytes(), StandardCharsets.ISO_8859_1);
    }
}
