package org.countersign.channel;

import java.util.Locale;

/**
 * How much a code that came by a channel proves.
 *
 * @see <a href="https://pages.nist.gov/800-63-4/sp800-63b.html">NIST SP 800-63B-4 §3.1.3</a>
 */
public enum Assurance {
    /** An out-of-band device without restriction, such as an app on a bound phone. */
    OUT_OF_BAND,
    /** The public telephone network: SMS and voice. */
    RESTRICTED,
    /** Shows that an address is reached and is no authentication: e-mail, numbers that are not tied to a phone. */
    CONTACT_CONFIRMATION,
    /** Proves nothing: a simulation. */
    NONE;

    /** As Kamelet annotations write it: {@code contact-confirmation}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
