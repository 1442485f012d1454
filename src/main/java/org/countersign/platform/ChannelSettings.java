package org.countersign.platform;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is configured for a channel: {@code countersign.channels.NAME.SETTING}. Values may be secrets. */
public final class ChannelSettings {

    private static final String PREFIX = "countersign.channels.";

    private final Function<String, @Nullable String> lookup;

    /** @param lookup gives the value of a whole property name; null where it is not set */
    public ChannelSettings(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** The setting; empty when it is not set or blank. */
    public Optional<String> find(String channel, String setting) {
        return Optional.ofNullable(lookup.apply(PREFIX + channel + "." + setting))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Without any setting. */
    @Override
    public String toString() {
        return "ChannelSettings";
    }
}
