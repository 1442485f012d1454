package org.countersign.terms;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.channel.ChannelCatalog;
import org.countersign.channel.ChannelDescription;
import org.countersign.channel.ChannelHealth;
import org.jspecify.annotations.Nullable;

/** Knows what a message costs by which channel; the bean {@code channelCosts} of the router. */
public final class ChannelCosts {

    private final TermsCatalog terms;
    private final ChannelCatalog channels;
    private final ChannelHealth health;

    ChannelCosts(TermsCatalog terms, ChannelCatalog channels, ChannelHealth health) {
        this.terms = terms;
        this.channels = channels;
        this.health = health;
    }

    private record Offer(String channel, BigDecimal price) {}

    /**
     * The cheapest channel for the message, by the headers Transport and Country, of those that {@link ChannelHealth#free}
     * lets through; of two with one price the first by name.
     *
     * @return null where no such channel has a price in {@code routes/prices.yaml}: a channel without one is the dearest,
     *     and which of these it is the branches of the router say
     */
    public @Nullable String cheapest(Exchange exchange) {
        Message message = exchange.getMessage();
        String transport = message.getHeader("Transport", "", String.class);
        String country = message.getHeader("Country", "", String.class);
        return channels.channels().stream()
                .filter(channel ->
                        channel.transports().stream().anyMatch(one -> one.code().equals(transport)))
                .map(ChannelDescription::name)
                .flatMap(name -> price(name, country).map(price -> new Offer(name, price)).stream())
                .sorted(Comparator.comparing(Offer::price)) // Stable: the channels are in order of their names.
                .map(Offer::channel)
                .filter(name -> health.free(exchange, name))
                .findFirst()
                .orElse(null);
    }

    /**
     * What one message costs.
     *
     * @param country ISO 3166 alpha-2 of the number; empty for e-mail
     * @return empty where nobody said
     */
    public Optional<BigDecimal> price(String channel, String country) {
        return terms.price(channel, country);
    }
}
