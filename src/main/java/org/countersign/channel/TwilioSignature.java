package org.countersign.channel;

import com.twilio.security.RequestValidator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * Tells Twilio's callbacks from forged ones: HMAC-SHA-1, under the account's secret, over the callback's URL and its
 * sorted parameters. The URL is the one that was configured, for behind a proxy the request's own is another.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security#validating-requests">Twilio: Validating requests</a>
 */
public final class TwilioSignature {

    private final TwilioSettings settings;

    TwilioSignature(TwilioSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a callback; for routes.
     *
     * @param form as it came, {@code application/x-www-form-urlencoded}
     * @return its parameters; empty when Twilio did not sign them
     */
    public Map<String, String> read(
            @Body @Nullable String form, @Header("X-Twilio-Signature") @Nullable String signature) {
        if (form == null || signature == null || settings.authToken().isBlank()) {
            return Map.of();
        }
        Map<String, String> parameters = parameters(form);
        boolean signed =
                new RequestValidator(settings.authToken()).validate(settings.callbackUrl(), parameters, signature);
        return signed ? parameters : Map.of();
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new HashMap<String, String>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // not Twilio's: the signature will say so
        }
    }
}
