package org.countersign.platform;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for a channel, {@code countersign.channels.NAME.SETTING}, or for a lookup,
 * {@code countersign.lookups.NAME.SETTING}. Values may be secrets.
 */
public final class ChannelSettings {

    private final String prefix;
    private final Function<String, @Nullable String> properties;

    private ChannelSettings(String prefix, Function<String, @Nullable String> properties) {
        this.prefix = prefix;
        this.properties = properties;
    }

    /**
     * Of channels.
     *
     * @param properties gives the value of a whole property name; null where it is not set
     */
    public ChannelSettings(Function<String, @Nullable String> properties) {
        this("countersign.channels.", properties);
    }

    /** Of lookups, from the same kind of properties. */
    public static ChannelSettings ofLookups(Function<String, @Nullable String> properties) {
        return new ChannelSettings("countersign.lookups.", properties);
    }

    /** The whole name of a setting. */
    public String key(String channel, String setting) {
        return prefix + channel + "." + setting;
    }

    /** Whether the property of this whole name has a value. */
    public boolean isSet(String property) {
        String value = properties.apply(property);
        return value != null && !value.isBlank();
    }

    /** The setting; empty when it is not set or blank. */
    public Optional<String> find(String channel, String setting) {
        return Optional.ofNullable(properties.apply(key(channel, setting)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Without any setting. */
    @Override
    public String toString() {
        return "ChannelSettings";
    }
}
