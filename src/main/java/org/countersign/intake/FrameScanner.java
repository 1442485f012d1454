package org.countersign.intake;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts the bytes of one connection into frames, however the network splits them. Bytes outside frames are dropped. FS
 * ends a frame when CR follows, or VT, as some senders leave the CR out; before any other byte it is data. Never holds
 * more than the limit: a longer frame is given up at once, by its first bytes, and skipped to its end. Not thread-safe.
 */
final class FrameScanner {

    static final byte VT = 0x0B;
    static final byte FS = 0x1C;
    static final byte CR = 0x0D;

    /** Of a frame over the limit so much is kept; an MSH segment is shorter. */
    static final int HEAD = 8 * 1024;

    private static final int SMALL = 4 * 1024;
    /** So much each connection may keep. */
    private static final int KEPT = 4 * SMALL;

    private enum Place {
        OUTSIDE,
        INSIDE,
        AFTER_FS
    }

    private final int limit;
    private Place place = Place.OUTSIDE;
    private boolean skipping;
    private byte[] body = new byte[SMALL];
    private int length;
    private long begun;

    /** @param limit bytes that a frame may have between VT and FS */
    FrameScanner(int limit) {
        this.limit = limit;
    }

    /** Whether a frame has begun and not ended. */
    boolean midFrame() {
        return place != Place.OUTSIDE;
    }

    /** Frames that have begun so far: tells one unfinished frame from the next. */
    long begun() {
        return begun;
    }

    /** Bytes that an unfinished frame holds beyond the small buffer that each connection may have. */
    int held() {
        return Math.max(0, body.length - KEPT);
    }

    /** Bytes of memory that are held for the frame that has begun: no more than the limit, or 4 KiB. */
    int reserved() {
        return body.length;
    }

    /** Reads all of {@code bytes} and gives the frames that end, or pass the limit, in them. */
    void scan(ByteBuf bytes, Consumer<Frame> frames) {
        while (bytes.isReadable()) {
            switch (place) {
                case OUTSIDE -> findStart(bytes);
                case INSIDE -> takeBody(bytes, frames);
                case AFTER_FS -> takeAfterFs(bytes, frames);
            }
        }
    }

    private void findStart(ByteBuf bytes) {
        int before = bytes.bytesBefore(VT);
        if (before < 0) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        bytes.skipBytes(before + 1);
        begin();
    }

    private void begin() {
        place = Place.INSIDE;
        skipping = false;
        length = 0;
        begun++;
    }

    private void takeBody(ByteBuf bytes, Consumer<Frame> frames) {
        int before = bytes.bytesBefore(FS);
        append(bytes, before < 0 ? bytes.readableBytes() : before, frames);
        if (before >= 0) {
            bytes.skipBytes(1);
            place = Place.AFTER_FS;
        }
    }

    private void takeAfterFs(ByteBuf bytes, Consumer<Frame> frames) {
        byte next = bytes.getByte(bytes.readerIndex());
        if (next == CR || next == VT) {
            bytes.skipBytes(1);
            end(frames);
            if (next == VT) {
                begin();
            }
            return;
        }
        appendFs(frames);
        if (next == FS) {
            bytes.skipBytes(1);
        } else {
            place = Place.INSIDE;
        }
    }

    private void end(Consumer<Frame> frames) {
        place = Place.OUTSIDE;
        if (!skipping) {
            frames.accept(new Frame.Complete(Arrays.copyOf(body, length)));
        }
        release();
    }

    private void append(ByteBuf bytes, int count, Consumer<Frame> frames) {
        int room = skipping ? 0 : limit - length;
        int taken = Math.min(room, count);
        reserve(taken);
        bytes.readBytes(body, length, taken);
        length += taken;
        bytes.skipBytes(count - taken);
        if (taken < count && !skipping) {
            giveUp(frames);
        }
    }

    private void appendFs(Consumer<Frame> frames) {
        if (skipping) {
            return;
        }
        if (length == limit) {
            giveUp(frames);
            return;
        }
        reserve(1);
        body[length++] = FS;
    }

    private void giveUp(Consumer<Frame> frames) {
        skipping = true;
        frames.accept(new Frame.Oversized(Arrays.copyOf(body, Math.min(length, HEAD))));
        release();
    }

    private void reserve(int more) {
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.min(limit, Math.max(length + more, body.length * 2)));
        }
    }

    /** A connection that once carried a long frame does not keep its memory. */
    private void release() {
        length = 0;
        if (body.length > KEPT) {
            body = new byte[SMALL];
        }
    }
}
