package org.countersign.silent;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.countersign.smart.CodeGrant;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * An operator, or an aggregator of several, that the hub is a client of.
 *
 * @param name of the settings
 * @param authorizationEndpoint where phones are sent to
 * @param client the hub at its token endpoint
 * @param apiRoot in front of {@code /number-verification/v2}
 * @param pkce whether its authorization server knows PKCE
 * @param countries of its numbers, ISO 3166; empty for all
 * @param carriers to whom its numbers were first given, in lower case; empty for all
 * @param networks that its phones come from; empty where they are not known
 */
record Operator(
        String name,
        URI authorizationEndpoint,
        CodeGrant.Client client,
        String apiRoot,
        boolean pkce,
        Set<String> countries,
        Set<String> carriers,
        List<IpAddressMatcher> networks) {

    /** Whether a number may be one of its own, as far as the numbering plan tells. */
    boolean mayHave(String country, String carrier) {
        return (countries.isEmpty() || countries.contains(country))
                && (carriers.isEmpty() || carriers.contains(carrier.toLowerCase(java.util.Locale.ROOT)));
    }

    /** Whether a phone comes to the hub from its network, as far as that is known. */
    boolean carries(String address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.matches(address));
    }
}
