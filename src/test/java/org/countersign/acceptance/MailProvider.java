package org.countersign.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.countersign.acceptance.Provider.Conduct;

/** A mail server that speaks SMTP (RFC 5321) as far as a sender needs it, and behaves as its provider is told to. */
final class MailProvider implements AutoCloseable {

    private final Provider provider;
    private final Duration tooLong;
    private final ServerSocket server;

    /** @param tooLong longer than the hub waits for an answer */
    MailProvider(Provider provider, Duration tooLong) {
        this.provider = provider;
        this.tooLong = tooLong;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("mail-provider").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            say(socket, "220 mail.example");
            String to = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO", "MAIL", "RSET", "NOOP" -> say(socket, "250 OK");
                    case "RCPT" -> {
                        to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                        say(socket, "250 OK");
                    }
                    case "DATA" -> {
                        say(socket, "354 go on");
                        take(socket, to, text(in));
                    }
                    case "QUIT" -> {
                        say(socket, "221 bye");
                        return;
                    }
                    default -> say(socket, "502 not here");
                }
            }
        } catch (IOException | InterruptedException e) {
            // The hub has hung up.
        }
    }

    private void take(Socket socket, String to, String text) throws IOException, InterruptedException {
        Conduct conduct = provider.asked(to, "");
        provider.carry(conduct, () -> provider.arrive(to, text));
        switch (conduct) {
            case REFUSES -> say(socket, "554 no");
            case BREAKS -> say(socket, "421 busy");
            case HANGS -> Thread.sleep(tooLong);
            case WORKS, LOSES, DELIVERS_LATE, DELIVERS_TWICE -> say(socket, "250 queued");
        }
    }

    /** Header and body, to the lone dot. */
    private static String text(BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean body = false;
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            if (body) {
                text.append(line).append('\n');
            }
            body |= line.isEmpty();
        }
        return text.toString();
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
