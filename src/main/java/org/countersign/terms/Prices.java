package org.countersign.terms;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What one message costs, in whichever currency: prices are only compared. */
final class Prices {

    private final Map<Key, BigDecimal> prices;

    Prices(Map<Key, BigDecimal> prices) {
        this.prices = Map.copyOf(prices);
    }

    /** @param country ISO 3166 alpha-2; empty for every other country */
    record Key(String channel, String country) {}

    /** The country's price, else the channel's for every country; empty where there is none. */
    Optional<BigDecimal> find(String channel, String country) {
        return Optional.ofNullable(prices.get(new Key(channel, country)))
                .or(() -> Optional.ofNullable(prices.get(new Key(channel, ""))));
    }
}
