package org.countersign.message;

import java.util.regex.Pattern;

/**
 * The last line of an SMS by which a browser offers the code to the portal's own page and to no other:
 * {@code @portal.example.org #123456}.
 *
 * @param host the portal's domain, without scheme or port
 * @see <a href="https://wicg.github.io/sms-one-time-codes/">WICG: Origin-bound one-time codes delivered via SMS</a>
 */
record WebOtpLine(String host) {

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    WebOtpLine {
        if (!DOMAIN.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "countersign.portal.host must be a domain in lower case, as portal.example.org, without scheme or port");
        }
    }

    /** {@code text} with the line that binds {@code code} to the host. */
    String under(String text, String code) {
        return text + "\n@" + host + " #" + code;
    }
}
