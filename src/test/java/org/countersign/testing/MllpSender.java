package org.countersign.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An EHR's end of an MLLP connection, on a plain socket. */
public final class MllpSender implements AutoCloseable {

    private static final int VT = 0x0B;
    private static final int FS = 0x1C;
    private static final int CR = 0x0D;

    private final Socket socket = new Socket();
    private final InputStream in;

    public MllpSender(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends one message and waits for its acknowledgement. */
    public String send(String message) throws IOException {
        write(message);
        return receive();
    }

    /** Sends one message and waits for nothing. */
    public void write(String message) throws IOException {
        socket.getOutputStream().write(frame(message));
    }

    /** Sends all messages in one write and waits for as many acknowledgements. */
    public List<String> sendAll(List<String> messages) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String message : messages) {
            frames.write(frame(message));
        }
        socket.getOutputStream().write(frames.toByteArray());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            answers.add(receive());
        }
        return answers;
    }

    /** The next frame that comes. */
    public String receive() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("The hub closed the connection");
        }
        if (first != VT) {
            throw new IOException("A frame starts with VT, not with " + first);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != FS) {
            if (next < 0) {
                throw new EOFException("The hub closed the connection inside a frame");
            }
            frame.write(next);
        }
        if (in.read() != CR) {
            throw new IOException("A frame ends with FS CR");
        }
        return frame.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] frame(String message) {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[body.length + 3];
        frame[0] = VT;
        System.arraycopy(body, 0, frame, 1, body.length);
        frame[frame.length - 2] = FS;
        frame[frame.length - 1] = CR;
        return frame;
    }
}
