package org.countersign.callback;

import java.util.Optional;
import java.util.function.Function;

/**
 * HMAC-SHA-256 in hexadecimal over time, line feed and body; the key is the SHA-256 of the access token.
 *
 * @see <a href="https://core.telegram.org/gateway/api#checking-report-integrity">Telegram Gateway API: Checking report
 *     integrity</a>
 */
final class TelegramSignature implements CallbackSignature {

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> token = settings.apply("token");
        Optional<String> time = callback.header("X-Request-Timestamp");
        Optional<String> signature = callback.header("X-Request-Signature");
        if (token.isEmpty() || time.isEmpty() || signature.isEmpty()) {
            return false;
        }
        byte[] key = Macs.digest(Macs.bytes(token.get()));
        byte[] mac = Macs.sha256(key, Macs.bytes(time.get() + "\n"), callback.body());
        return CallbackSignature.recent(time.get(), callback.at()) && Macs.same(Macs.hex(mac), signature.get());
    }
}
