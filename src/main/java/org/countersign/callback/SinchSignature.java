package org.countersign.callback;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * HMAC-SHA-256, under the application's secret, over method, digest of the body, its type, time and path. The path is
 * that of the configured URL, for behind a proxy the request's own may be another.
 *
 * @see <a href="https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request">Sinch:
 *     Callback request signing</a>
 */
final class SinchSignature implements CallbackSignature {

    private static final String TIME = "x-timestamp";

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> key = settings.apply("application-key");
        Optional<byte[]> secret = settings.apply("application-secret").map(Base64.getDecoder()::decode);
        Optional<String> url = settings.apply("callback-url");
        Optional<String> time = callback.header(TIME);
        Optional<String> authorization = callback.header("Authorization");
        if (key.isEmpty() || secret.isEmpty() || url.isEmpty() || time.isEmpty() || authorization.isEmpty()) {
            return false;
        }
        String signed = String.join(
                "\n",
                "POST",
                Base64.getEncoder().encodeToString(Macs.md5(callback.body())),
                callback.header("Content-Type").orElse(""),
                TIME + ":" + time.get(),
                URI.create(url.get()).getPath());
        String mac = Base64.getEncoder().encodeToString(Macs.sha256(secret.get(), Macs.bytes(signed)));
        String sent = authorization.get().replaceFirst("^Application ", "application ");
        return recent(time.get(), callback.at()) && Macs.same("application " + key.get() + ":" + mac, sent);
    }

    private static boolean recent(String time, Instant now) {
        try {
            Duration apart = Duration.between(Instant.parse(time), now).abs();
            return apart.compareTo(WINDOW) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
