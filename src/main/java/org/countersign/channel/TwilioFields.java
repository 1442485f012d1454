package org.countersign.channel;

import com.twilio.type.PhoneNumber;
import java.net.URI;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Fills the fields of Twilio's message resource; camel-twilio takes numbers as Twilio's own type only. */
public final class TwilioFields {

    private static final String PREFIX = "CamelTwilio";

    private final TwilioSettings settings;

    TwilioFields(TwilioSettings settings) {
        this.settings = settings;
    }

    /** @param to E.164 with its plus sign */
    public void create(@Body String text, @Header("To") String to, @Headers Map<String, Object> headers) {
        headers.put(PREFIX + "To", new PhoneNumber(to));
        headers.put(PREFIX + "Body", text);
        if (settings.from().startsWith("MG")) {
            headers.put(PREFIX + "MessagingServiceSid", settings.from());
        } else {
            headers.put(PREFIX + "From", new PhoneNumber(settings.from()));
        }
        if (!settings.callbackUrl().isBlank()) {
            headers.put(PREFIX + "StatusCallback", URI.create(settings.callbackUrl()));
        }
    }
}
