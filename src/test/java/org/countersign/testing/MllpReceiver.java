package org.countersign.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An EHR that takes answers over MLLP: keeps what it read, and answers, refuses, keeps silent or hangs up as told. */
public final class MllpReceiver implements AutoCloseable {

    private static final int VT = 0x0B;
    private static final int FS = 0x1C;
    private static final int CR = 0x0D;

    /** What it does with a message that it has read. */
    public enum Mood {
        ACKNOWLEDGE,
        SAY_NOTHING,
        HANG_UP,
        ACKNOWLEDGE_ANOTHER
    }

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connected = new AtomicInteger();
    private volatile Mood mood = Mood.ACKNOWLEDGE;
    private volatile String code = "AA";
    private int port;
    private ServerSocket server;

    private MllpReceiver() {}

    /** Listens on a free port of 127.0.0.1. */
    public static MllpReceiver start() {
        MllpReceiver receiver = new MllpReceiver();
        receiver.restart();
        return receiver;
    }

    /** Listens on its port again, if it does not. */
    public void restart() {
        if (server != null && !server.isClosed()) {
            return;
        }
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress("127.0.0.1", port));
            port = server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = server;
        Thread.ofVirtual().start(() -> accept(listening));
    }

    /** Refuses connections and ends those that are open. */
    public void stop() {
        try {
            server.close();
            for (Socket open : connections) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Acknowledges with {@code msa1} from now on. */
    public void say(String msa1) {
        code = msa1;
        mood = Mood.ACKNOWLEDGE;
    }

    public void become(Mood next) {
        mood = next;
    }

    /** All that it read, in ISO 8859-1, in order. */
    public List<String> messages() {
        return messages;
    }

    /** How many connections it took. */
    public int connections() {
        return connected.get();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connected.incrementAndGet();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String message = read(in); message != null; message = read(in)) {
                messages.add(message);
                switch (mood) {
                    case ACKNOWLEDGE -> write(socket, acknowledgement(message, controlId(message)));
                    case ACKNOWLEDGE_ANOTHER -> write(socket, acknowledgement(message, "ANOTHER"));
                    case SAY_NOTHING -> {}
                    case HANG_UP -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the other side, or the test, has ended it
        } finally {
            connections.remove(socket);
        }
    }

    private static String read(InputStream in) throws IOException {
        int next = in.read();
        while (next >= 0 && next != VT) {
            next = in.read();
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (next = in.read(); next != FS; next = in.read()) {
            if (next < 0) {
                return null;
            }
            frame.write(next);
        }
        return in.read() == CR ? frame.toString(StandardCharsets.ISO_8859_1) : null;
    }

    private static void write(Socket socket, String message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(VT);
        frame.write(message.getBytes(StandardCharsets.ISO_8859_1));
        frame.write(FS);
        frame.write(CR);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** MSH-10. */
    public static String controlId(String message) {
        return message.split("\r")[0].split(java.util.regex.Pattern.quote(message.substring(3, 4)))[9];
    }

    private String acknowledgement(String message, String about) {
        char field = message.charAt(3);
        return ("MSH|" + message.substring(4, message.indexOf(field, 4)) + "|EHR||HUB||20300101||ACK|R" + about
                        + "|P|2.5.1\rMSA|" + code + "|" + about + "\r")
                .replace('|', field);
    }
}
