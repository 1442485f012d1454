package org.countersign.intake;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.countersign.event.Site;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The feeds that are configured, and those that are shipped. */
public final class FeedCatalog {

    /** Feed of what is asked for by the API, whose settings are what requests do not say. */
    private static final String API = "api";

    /** What comes by FHIR or the API has a site as any feed has, and no port. */
    private static final Map<String, Integer> SHIPPED =
            Map.of("scheduling", 2575, "pharmacy", 2576, ResourceIntake.FEED, 0, API, 0);

    private final Map<String, Feed> feeds = new TreeMap<>();

    /** @throws IllegalArgumentException when a feed that is not shipped has no port */
    FeedCatalog(Map<String, Feed> configured) {
        SHIPPED.forEach((name, port) -> feeds.put(name, bind(Map.of("port", port))));
        configured.forEach((name, feed) -> feeds.put(name, withPort(name, feed)));
    }

    /** A feed with these settings and the defaults for all others. */
    static Feed bind(Map<String, ?> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", Bindable.of(Feed.class));
    }

    Set<String> names() {
        return Collections.unmodifiableSet(feeds.keySet());
    }

    Optional<Feed> find(String name) {
        return Optional.ofNullable(feeds.get(name));
    }

    Optional<Site> findSite(String name) {
        return find(name).map(feed -> new Site(name, feed.facility(), feed.zone(), feed.region(), feed.charset()));
    }

    /** The site of what is asked for by the API without a facility. */
    public Site apiSite() {
        return findSite(API).orElseThrow();
    }

    /** The site of what is asked for by the API for a facility that a feed names; with the zone and region of that feed. */
    public Optional<Site> findApiSite(String facility) {
        return feeds.values().stream()
                .filter(feed -> feed.facility().equals(facility))
                .findFirst()
                .map(feed -> new Site(API, feed.facility(), feed.zone(), feed.region(), feed.charset()));
    }

    private static Feed withPort(String name, Feed feed) {
        if (feed.port() >= 0) {
            return feed;
        }
        Integer port = SHIPPED.get(name);
        if (port == null) {
            throw new IllegalArgumentException("countersign.feeds." + name + ".port is missing");
        }
        return feed.withPort(port);
    }
}
