package org.countersign.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.countersign.channel.HandsetSettings.Mode;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/**
 * Decides whether the simulated phone may be on. It shows every code to whoever opens its page, so that it must never
 * stand beside a real provider nor be reached from another machine.
 */
final class HandsetGuard {

    private HandsetGuard() {}

    /**
     * Whether the phone is on.
     *
     * @param database the JDBC URL configured; blank for the hub's own PostgreSQL
     * @param providers the real channels that have their settings
     * @param address where the hub listens; empty for every interface
     * @throws OperationalException when it is asked for where it must not be
     */
    static boolean on(Mode mode, String database, List<String> providers, Optional<String> address) {
        return switch (mode) {
            case FALSE -> false;
            case AUTO -> database.isBlank() && providers.isEmpty() && isLoopback(address);
            case TRUE -> {
                if (!providers.isEmpty()) {
                    throw refused("a real provider is configured (" + String.join(", ", providers) + ")");
                }
                if (!isLoopback(address)) {
                    throw refused("server.address is not a loopback address");
                }
                yield true;
            }
        };
    }

    private static OperationalException refused(String reason) {
        return new OperationalException(
                ErrorCategory.INVALID_INPUT,
                "countersign.handset.enabled is true while " + reason
                        + ": the simulated handset shows every code to whoever opens /handset. Take one of the two away.");
    }

    private static boolean isLoopback(Optional<String> address) {
        return address.filter(host -> {
                    try {
                        return InetAddress.getByName(host).isLoopbackAddress();
                    } catch (UnknownHostException e) {
                        return false;
                    }
                })
                .isPresent();
    }
}
