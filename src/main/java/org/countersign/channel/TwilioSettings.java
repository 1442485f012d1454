package org.countersign.channel;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The account at Twilio.
 *
 * @param url of the API; another one for a proxy or a test
 * @param accountSid the account that pays; {@code AC…}
 * @param authToken its secret; it also signs Twilio's callbacks
 * @param from the sender: a number in E.164, a name, or a messaging service ({@code MG…})
 * @param callbackUrl where Twilio reaches this hub's {@code /receipts/twilio} from outside; blank for no receipts
 */
@ConfigurationProperties("countersign.channels.sms-twilio")
record TwilioSettings(
        @DefaultValue("https://api.twilio.com") URI url,
        @DefaultValue("") String accountSid,
        @DefaultValue("") String authToken,
        @DefaultValue("") String from,
        @DefaultValue("") String callbackUrl) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "TwilioSettings[" + url + ", " + accountSid + "]";
    }
}
