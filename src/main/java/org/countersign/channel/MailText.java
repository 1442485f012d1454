package org.countersign.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.jspecify.annotations.Nullable;

/** The parts of a composed e-mail: its first line is the subject; the text begins after an empty line. */
public final class MailText {

    MailText() {}

    /** The first line. */
    public String subject(@Body String mail) {
        return mail.lines().findFirst().orElse("");
    }

    /**
     * Header From for a sender such as {@code Klinik Süd <klinik@example.org>}, with its name encoded (RFC 2047).
     *
     * @return null without one: the channel's setting holds
     * @throws OperationalException INVALID_INPUT when it is no address
     */
    public @Nullable String from(@Header("Sender") @Nullable String sender) {
        if (sender == null || sender.isBlank()) {
            return null;
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(sender, false);
            if (parsed.length != 1) {
                throw new AddressException("not one address");
            }
            parsed[0].validate();
            return new InternetAddress(parsed[0].getAddress(), parsed[0].getPersonal(), StandardCharsets.UTF_8.name())
                    .toString();
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The sender is no e-mail address");
        }
    }

    /** All after the first line and the empty line under it. */
    public String text(@Body String mail) {
        int end = mail.indexOf('\n');
        return end < 0 ? "" : mail.substring(end).stripLeading();
    }
}
