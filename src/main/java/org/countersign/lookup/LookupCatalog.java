package org.countersign.lookup;

import java.nio.file.Path;
import java.util.List;
import org.countersign.channel.KameletFile;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.OperationalException;
import org.countersign.policy.Transport;

/** The lookups that the hub has, each one Kamelet file. Thread-safe. */
public final class LookupCatalog {

    private final ChannelSettings settings;
    private volatile List<Lookup> lookups;

    private LookupCatalog(ChannelSettings settings, List<Lookup> lookups) {
        this.settings = settings;
        this.lookups = lookups;
    }

    /**
     * Reads every {@code *.kamelet.yaml} of the folder; a folder that is not there holds none.
     *
     * @throws OperationalException naming file and line of what is wrong
     */
    static LookupCatalog read(Path folder, ChannelSettings settings) {
        return new LookupCatalog(settings, lookups(folder, settings));
    }

    /**
     * What a Kamelet file says of its lookup.
     *
     * @param settings those of lookups
     * @throws OperationalException naming file and line of what is wrong
     */
    public static Lookup describe(Path file, ChannelSettings settings) {
        return LookupReader.read(file, settings);
    }

    /**
     * Has the lookups of another folder from now on.
     *
     * @throws OperationalException naming file and line of what is wrong; the lookups are then those that were
     */
    public void reread(Path folder) {
        lookups = lookups(folder, settings);
    }

    /** Those that are asked before a message goes by {@code transport}, by name: the ones that have their settings. */
    List<Lookup> before(Transport transport) {
        return lookups.stream()
                .filter(lookup -> lookup.transports().contains(transport))
                .filter(lookup -> lookup.requires().stream().allMatch(settings::isSet))
                .toList();
    }

    private static List<Lookup> lookups(Path folder, ChannelSettings settings) {
        return KameletFile.list(folder).stream()
                .map(file -> LookupReader.read(file, settings))
                .toList();
    }
}
