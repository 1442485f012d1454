package org.countersign.channel;

import org.apache.camel.Body;

/** The two parts of a composed e-mail: its first line is the subject; the text begins after an empty line. */
public final class MailText {

    MailText() {}

    /** The first line. */
    public String subject(@Body String mail) {
        return mail.lines().findFirst().orElse("");
    }

    /** All after the first line and the empty line under it. */
    public String text(@Body String mail) {
        int end = mail.indexOf('\n');
        return end < 0 ? "" : mail.substring(end).stripLeading();
    }
}
