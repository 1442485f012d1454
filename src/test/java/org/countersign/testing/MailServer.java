package org.countersign.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A real SMTP server on a free port that keeps what it is given. */
public final class MailServer implements AutoCloseable {

    private final GreenMail mail;

    private MailServer(GreenMail mail) {
        this.mail = mail;
    }

    /** Starts a server that takes mail for anybody. */
    public static MailServer start() {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return new MailServer(mail);
    }

    public int port() {
        return mail.getSmtp().getPort();
    }

    /** From now on only this user may send. */
    public void demandLogin(String user, String password) {
        mail.setUser(user, password);
        mail.getManagers().getUserManager().setAuthRequired(true);
    }

    public List<Mail> received() {
        return Stream.of(mail.getReceivedMessages()).map(MailServer::mail).toList();
    }

    @Override
    public void close() {
        mail.stop();
    }

    private static Mail mail(MimeMessage message) {
        try {
            return new Mail(
                    message.getFrom()[0].toString(),
                    message.getAllRecipients()[0].toString(),
                    message.getSubject(),
                    message.getContent().toString().replace("\r\n", "\n"),
                    message);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail as its reader sees it; {@code raw} is all of it. */
    public record Mail(String from, String to, String subject, String text, MimeMessage raw) {}
}
