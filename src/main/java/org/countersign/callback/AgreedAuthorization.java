package org.countersign.callback;

import java.util.Optional;
import java.util.function.Function;

/**
 * The header Authorization with the value that was agreed with the provider, who signs nothing. It proves who calls and
 * not what is said, so that the connection must be TLS up to the hub's own network.
 *
 * @see <a href="https://developer.8x8.com/connect/reference/add-webhooks-2">8x8: httpAuthorization of a webhook</a>
 */
final class AgreedAuthorization implements CallbackSignature {

    @Override
    public boolean holds(Callback callback, Function<String, Optional<String>> settings) {
        Optional<String> agreed = settings.apply("callback-authorization");
        Optional<String> sent = callback.header("Authorization");
        return agreed.isPresent() && sent.isPresent() && Macs.same(agreed.get(), sent.get());
    }
}
