package org.countersign.channel;

import com.twilio.type.PhoneNumber;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Fills the fields of Twilio's message resource; camel-twilio takes numbers as Twilio's own type only. */
public final class TwilioFields {

    private static final String PREFIX = "CamelTwilio";
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-f]{32}");

    private final TwilioSettings settings;

    TwilioFields(TwilioSettings settings) {
        this.settings = settings;
    }

    /** Whether {@code sender} is a messaging service, by whose pool Twilio chooses the sender. */
    public static boolean isService(String sender) {
        return SERVICE.matcher(sender).matches();
    }

    /** @param to E.164 with its plus sign */
    public void create(@Body String text, @Header("To") String to, @Headers Map<String, Object> headers) {
        Object chosen = headers.get("Sender");
        String sender = chosen == null ? settings.from() : chosen.toString();
        headers.put(PREFIX + "To", new PhoneNumber(to));
        headers.put(PREFIX + "Body", text);
        if (isService(sender)) {
            headers.put(PREFIX + "MessagingServiceSid", sender);
        } else {
            headers.put(PREFIX + "From", new PhoneNumber(sender));
        }
        if (!settings.callbackUrl().isBlank()) {
            headers.put(PREFIX + "StatusCallback", URI.create(settings.callbackUrl()));
        }
    }
}
