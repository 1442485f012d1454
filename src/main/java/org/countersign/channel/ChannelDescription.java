package org.countersign.channel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.policy.Transport;

/**
 * What a channel's Kamelet file says of itself.
 *
 * @param name the Kamelet's name without {@code channel-}, as {@code sms-smpp}
 * @param title for people
 * @param transports what it carries; not empty
 * @param receipts whether the provider reports how far a message got
 * @param requires the settings without which it cannot send; empty when it always can
 * @param sender the setting with its sender id, as {@code from}; empty where messages bear none that could be chosen
 */
public record ChannelDescription(
        String name,
        String title,
        Set<Transport> transports,
        Assurance assurance,
        boolean receipts,
        List<String> requires,
        Optional<String> sender) {}
