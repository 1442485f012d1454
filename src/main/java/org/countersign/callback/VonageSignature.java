package org.countersign.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JWT under the account's signature secret whose claim {@code payload_hash} is the SHA-256 of the body. Checked here
 * and not by a JOSE library: those refuse the short secrets that Vonage gives out.
 *
 * @see <a href="https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks">Vonage:
 *     Decoding signed webhooks</a>
 */
final class VonageSignature implements CallbackSignature {

    private static final String SCHEME = "Bearer ";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> secret = settings.apply("signature-secret");
        Optional<String> authorization = callback.header("Authorization").filter(value -> value.startsWith(SCHEME));
        if (secret.isEmpty() || authorization.isEmpty()) {
            return false;
        }
        String[] jwt = authorization.get().substring(SCHEME.length()).split("\\.", -1);
        return jwt.length == 3
                && signed(jwt, secret.get())
                && read(jwt[0]).path("alg").asText().equals("HS256")
                && claims(read(jwt[1]), callback);
    }

    private static boolean signed(String[] jwt, String secret) {
        byte[] mac = Macs.sha256(Macs.bytes(secret), Macs.bytes(jwt[0] + "." + jwt[1]));
        return Macs.same(Base64.getUrlEncoder().withoutPadding().encodeToString(mac), jwt[2]);
    }

    private static boolean claims(JsonNode claims, Callback callback) {
        return claims.path("iss").asText().equals("Vonage")
                && CallbackSignature.recent(claims.path("iat").asText(), callback.at())
                && Macs.same(
                        Macs.hex(Macs.digest(callback.body())),
                        claims.path("payload_hash").asText());
    }

    /** What cannot be read has no claims. */
    private static JsonNode read(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
    }
}
