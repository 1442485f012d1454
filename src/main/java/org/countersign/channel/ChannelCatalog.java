package org.countersign.channel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.countersign.platform.OperationalException;
import org.countersign.policy.Transport;

/** The channels that the hub has, each one Kamelet file, and which of them are ready to send. */
public final class ChannelCatalog {

    private volatile SortedMap<String, ChannelDescription> channels;
    private final Predicate<ChannelDescription> ready;

    private ChannelCatalog(SortedMap<String, ChannelDescription> channels, Predicate<ChannelDescription> ready) {
        this.channels = channels;
        this.ready = ready;
    }

    /**
     * Reads every {@code *.kamelet.yaml} of the folder; a folder that is not there holds none.
     *
     * @param ready whether a channel has all that it requires
     * @throws OperationalException naming file and line of what is wrong
     */
    static ChannelCatalog read(Path folder, Predicate<ChannelDescription> ready) {
        var channels = new TreeMap<String, ChannelDescription>();
        for (Path file : KameletFile.list(folder)) {
            ChannelDescription channel = KameletReader.read(file);
            channels.put(channel.name(), channel);
        }
        return new ChannelCatalog(channels, ready);
    }

    /**
     * What a Kamelet file says of its channel.
     *
     * @throws OperationalException naming file and line of what is wrong
     */
    public static ChannelDescription describe(Path file) {
        return KameletReader.read(file);
    }

    /** What the Kamelet files of a folder say of their channels; those that have something wrong are left out. */
    public static List<ChannelDescription> describeAll(Path folder) {
        var channels = new ArrayList<ChannelDescription>();
        for (Path file : KameletFile.list(folder)) {
            try {
                channels.add(KameletReader.read(file));
            } catch (OperationalException wrong) {
                // Told by whoever reads the channels for themselves.
            }
        }
        return channels;
    }

    /**
     * Has the channels of another folder from now on.
     *
     * @throws OperationalException naming file and line of what is wrong; the channels are then those that were
     */
    public void reread(Path folder) {
        channels = read(folder, ready).channels;
    }

    /** Whether {@code channel} exists and has its settings; the router asks it before it sends. */
    public boolean usable(String channel) {
        ChannelDescription found = channels.get(channel);
        return found != null && ready.test(found);
    }

    /** The names of the channels that are ready and carry {@code transport}, in order. */
    public List<String> usable(Transport transport) {
        return channels.values().stream()
                .filter(channel -> channel.transports().contains(transport))
                .filter(ready)
                .map(ChannelDescription::name)
                .toList();
    }

    /** The channel of this name, ready or not. */
    public Optional<ChannelDescription> find(String channel) {
        return Optional.ofNullable(channels.get(channel));
    }

    /** Whether any channel that is ready carries {@code transport}. */
    public boolean carries(Transport transport) {
        return transports().contains(transport);
    }

    /** What can be sent now. */
    public Set<Transport> transports() {
        var transports = EnumSet.noneOf(Transport.class);
        channels.values().stream().filter(ready).forEach(channel -> transports.addAll(channel.transports()));
        return transports;
    }

    /** All channels, ready or not, by name. */
    public List<ChannelDescription> channels() {
        return List.copyOf(channels.values());
    }
}
