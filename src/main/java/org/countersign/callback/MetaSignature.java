package org.countersign.callback;

import java.util.Optional;
import java.util.function.Function;

/**
 * HMAC-SHA-256 in hexadecimal, under the app's secret, over the body's bytes. There is no time in it: what is played
 * back says only what was said already.
 *
 * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads">Meta:
 *     Validating payloads</a>
 */
final class MetaSignature implements CallbackSignature {

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> secret = settings.apply("app-secret");
        Optional<String> signature = callback.header("X-Hub-Signature-256");
        return secret.isPresent()
                && signature.isPresent()
                && Macs.same(
                        "sha256=" + Macs.hex(Macs.sha256(Macs.bytes(secret.get()), callback.body())), signature.get());
    }
}
