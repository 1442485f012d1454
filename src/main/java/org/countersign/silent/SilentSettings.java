package org.countersign.silent;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What is configured for the channel {@code silent-camara}.
 *
 * @param publicUrl by which phones reach this hub, without a slash at its end; empty where the channel is not configured
 * @param portals origins ({@code https://portal.example.org}) of the pages that the address may be opened from; empty for
 *     any
 * @param returnUrls where a phone may be sent in the end
 */
record SilentSettings(String publicUrl, Set<String> portals, Set<String> returnUrls, List<Operator> operators) {

    static final String CHANNEL = "silent-camara";

    private static final String CALLBACK = "/silent/callback";

    static final SilentSettings NONE = new SilentSettings("", Set.of(), Set.of(), List.of());

    boolean isConfigured() {
        return !operators.isEmpty();
    }

    /** Where operators send phones back to: what the hub is registered with. */
    URI callback() {
        return URI.create(publicUrl + CALLBACK);
    }

    /** What stands before the hub's own paths, where a proxy takes it away. */
    String path() {
        return URI.create(publicUrl).getRawPath();
    }

    /** Whether cookies may be kept from plain HTTP. */
    boolean isSecure() {
        return publicUrl.startsWith("https:");
    }
}
