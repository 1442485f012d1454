package org.countersign.provider;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.countersign.smart.Authorization;
import org.countersign.smart.BackendServices;
import org.countersign.smart.SmartClient;

/**
 * The hub's access tokens for lookups, by client credentials and private_key_jwt (CAMARA Security and Interoperability
 * Profile); lookups with one client and one scope share one. Thread-safe.
 */
public final class AccessTokenBook {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration EXCHANGE = Duration.ofSeconds(5);

    private final BackendServices services;
    private final Map<SmartClient, Authorization> authorizations = new ConcurrentHashMap<>();

    public AccessTokenBook(BackendServices services) {
        this.services = services;
    }

    /** @param setting name of the setting that says where tokens are, for the words of what is wrong with it */
    Authorization authorization(String setting, DescribedRequest described) {
        var client = new SmartClient(
                described.text("/token/client"), described.text("/token/endpoint"), described.text("/token/scope"));
        return authorizations.computeIfAbsent(client, one -> services.client(setting, one, CONNECT, EXCHANGE));
    }
}
