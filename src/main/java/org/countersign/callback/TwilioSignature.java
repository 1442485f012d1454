package org.countersign.callback;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * HMAC-SHA-1, under the account's secret, over the callback's URL and its sorted parameters. The URL is the one that was
 * configured, for behind a proxy the request's own is another. There is no time in it: what is played back says only
 * what was said already.
 *
 * @see <a href="https://www.twilio.com/docs/usage/security#validating-requests">Twilio: Validating requests</a>
 */
final class TwilioSignature implements CallbackSignature {

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> secret = settings.apply("auth-token");
        Optional<String> url = settings.apply("callback-url");
        Optional<String> signature = callback.header("X-Twilio-Signature");
        if (secret.isEmpty() || url.isEmpty() || signature.isEmpty()) {
            return false;
        }
        String called = callback.query().isEmpty() ? url.get() : url.get() + "?" + callback.query();
        byte[] mac = Macs.sha1(Macs.bytes(secret.get()), Macs.bytes(called + parameters(callback)));
        return Macs.same(Base64.getEncoder().encodeToString(mac), signature.get());
    }

    @Override
    public boolean coversQuery() {
        return true;
    }

    private static String parameters(Callback callback) {
        Map<String, SequencedCollection<String>> sorted = new TreeMap<>();
        FormFields.pairs(callback.body())
                .forEach(pair -> sorted.computeIfAbsent(pair.getKey(), name -> new TreeSet<>())
                        .add(pair.getValue()));
        var text = new StringBuilder();
        sorted.forEach(
                (name, values) -> values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }
}
