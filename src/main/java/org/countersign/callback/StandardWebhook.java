package org.countersign.callback;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Standard Webhooks, both ways: HMAC-SHA-256 over id, time and body. The id is the same for each repetition, so that who
 * gets it twice knows.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public final class StandardWebhook implements CallbackSignature {

    private static final String ID = "webhook-id";
    private static final String TIME = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String VERSION = "v1,";
    private static final String SECRET = "whsec_";

    /**
     * The headers of a request of ours.
     *
     * @param secret {@code whsec_} and base64, or any text
     */
    public static Map<String, String> sign(String secret, String id, Instant now, byte[] body) {
        String time = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIME, time);
        headers.put(SIGNATURE, signature(secret, id, time, body));
        return headers;
    }

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> secret = settings.apply("secret");
        Optional<String> id = callback.header(ID);
        Optional<String> time = callback.header(TIME);
        Optional<String> signatures = callback.header(SIGNATURE);
        if (secret.isEmpty() || id.isEmpty() || time.isEmpty() || signatures.isEmpty()) {
            return false;
        }
        String right = signature(secret.get(), id.get(), time.get(), callback.body());
        // While a secret is changed, a sender signs with both.
        return CallbackSignature.recent(time.get(), callback.at())
                && Arrays.stream(signatures.get().split(" ", -1)).anyMatch(sent -> Macs.same(right, sent));
    }

    private static String signature(String secret, String id, String time, byte[] body) {
        byte[] mac = Macs.sha256(key(secret), Macs.bytes(id + "." + time + "."), body);
        return VERSION + Base64.getEncoder().encodeToString(mac);
    }

    private static byte[] key(String secret) {
        return secret.startsWith(SECRET)
                ? Base64.getDecoder().decode(secret.substring(SECRET.length()))
                : Macs.bytes(secret);
    }
}
