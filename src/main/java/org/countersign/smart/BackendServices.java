package org.countersign.smart;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/**
 * Makes the hub a client of FHIR servers (SMART App Launch 2.2, Backend Services), and of others that take the same
 * assertions, with the keys that it has.
 */
public final class BackendServices {

    private final ClientKeys keys;
    private final Clock clock;

    BackendServices(ClientKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * How the hub authorizes itself to the server at {@code fhirBase}.
     *
     * @param settings name of the server's settings, for the words of what is wrong with them
     * @param otherwise where the hub has no client id there
     * @throws OperationalException INVALID_INPUT when the settings do not do
     */
    public Authorization authorization(
            String settings,
            URI fhirBase,
            SmartClient client,
            Duration connectTimeout,
            Duration responseTimeout,
            Authorization otherwise) {
        if (!client.isConfigured()) {
            return otherwise;
        }
        check(keys.isEmpty(), settings + ".smart.client-id needs a private key: set countersign.smart.keys");
        check(client.scope().isBlank(), settings + ".smart.scope is missing");
        check(
                !client.tokenEndpoint().isBlank()
                        && TokenEndpoint.address(client.tokenEndpoint()).isEmpty(),
                settings + ".smart.token-endpoint must begin with http:// or https://");
        check(
                otherwise.header().isPresent(),
                settings + " has a token or a user name beside smart.client-id: leave one of them out");
        return new AccessTokens(
                new TokenEndpoint(fhirBase, client, keys, connectTimeout, responseTimeout, clock), clock);
    }

    /**
     * How the hub authorizes itself to a server that is none of FHIR: by the same keys, at a token endpoint that is told.
     *
     * @param setting name of the setting that has the token endpoint
     * @throws OperationalException INVALID_INPUT when the hub has no key, or there is no such endpoint
     */
    public Authorization client(String setting, SmartClient client, Duration connectTimeout, Duration responseTimeout) {
        check(keys.isEmpty(), setting + " needs a private key: set countersign.smart.keys");
        URI endpoint = TokenEndpoint.address(client.tokenEndpoint())
                .orElseThrow(() -> new OperationalException(
                        ErrorCategory.INVALID_INPUT, setting + " must begin with http:// or https://"));
        return new AccessTokens(
                new TokenEndpoint(endpoint, client, keys, connectTimeout, responseTimeout, clock), clock);
    }

    private static void check(boolean wrong, String sentence) {
        if (wrong) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, sentence);
        }
    }
}
