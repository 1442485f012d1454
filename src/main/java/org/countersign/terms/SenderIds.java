package org.countersign.terms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.channel.ChannelCatalog;
import org.countersign.channel.ChannelDescription;
import org.countersign.platform.ChannelSettings;
import org.countersign.policy.Transport;

/** Says who a message is from; the bean {@code senderIds} of the router. */
public final class SenderIds {

    /** Header and property: the sender id, as the channel's provider takes it. */
    private static final String SENDER = "Sender";

    private final TermsCatalog terms;
    private final ChannelCatalog channels;
    private final ChannelSettings settings;

    SenderIds(TermsCatalog terms, ChannelCatalog channels, ChannelSettings settings) {
        this.terms = terms;
        this.channels = channels;
        this.settings = settings;
    }

    /**
     * Sets the header and the property Sender for the channel in the property Channel, by the headers Facility, Country and Transport: by
     * the most special rule of {@code routes/senders.yaml} whose sender the country takes, else by the channel's own
     * setting. Neither is an error: the provider then chooses.
     *
     * @throws NoSenderException when there are senders, and the country takes none of them
     */
    public void put(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeader(SENDER);
        exchange.removeProperty(SENDER);
        String name = exchange.getProperty("Channel", "", String.class);
        Optional<ChannelDescription> channel = channels.find(name);
        Optional<String> setting = channel.flatMap(ChannelDescription::sender);
        if (setting.isEmpty()) {
            return;
        }
        String country = message.getHeader("Country", "", String.class);
        List<Candidate> candidates =
                new ArrayList<>(terms.senders(message.getHeader("Facility", "", String.class), name, country)
                        .map(rule -> new Candidate(rule.sender(), rule.registered()))
                        .toList());
        settings.find(name, setting.get()).ifPresent(sender -> candidates.add(new Candidate(sender, false)));
        boolean sms = Transport.SMS.code().equals(message.getHeader("Transport", String.class));
        Optional<Candidate> taken =
                candidates.stream().filter(one -> !sms || one.takenBy(country)).findFirst();
        if (taken.isPresent()) {
            message.setHeader(SENDER, taken.get().sender());
            exchange.setProperty(SENDER, taken.get().sender()); // What is left of the headers is the channel's affair.
        } else if (!candidates.isEmpty()) {
            throw new NoSenderException(why(country));
        }
    }

    private static String why(String country) {
        return switch (TermsCatalog.countries().names(country)) {
            case NEVER -> "its sender is a name, which " + country + " does not take";
            case REGISTERED -> "its sender is a name that is not said to be registered in " + country;
            case TAKEN -> throw new IllegalStateException(country + " takes any sender");
        };
    }

    private record Candidate(String sender, boolean registered) {

        boolean takenBy(String country) {
            return !SenderId.isName(sender)
                    || switch (TermsCatalog.countries().names(country)) {
                        case TAKEN -> true;
                        case REGISTERED -> registered;
                        case NEVER -> false;
                    };
        }
    }
}
