package org.countersign.terms;

import java.util.Comparator;

/**
 * One entry of {@code routes/senders.yaml}.
 *
 * @param facility empty for every facility
 * @param country ISO 3166 alpha-2 of the number that is written to; empty for every country
 * @param sender as the provider takes it
 * @param registered whether the name is registered where a country wants that
 */
record SenderRule(String facility, String channel, String country, String sender, boolean registered) {

    /** A facility's own before every facility's; of these a country's own before every country's. */
    static final Comparator<SenderRule> MOST_SPECIAL_FIRST = Comparator.comparing(
                    (SenderRule rule) -> rule.facility().isEmpty())
            .thenComparing(rule -> rule.country().isEmpty());

    /** What it is for: no two rules have the same. */
    record Key(String facility, String channel, String country) {}

    Key key() {
        return new Key(facility, channel, country);
    }

    boolean isFor(String theFacility, String theChannel, String theCountry) {
        return channel.equals(theChannel)
                && (facility.isEmpty() || facility.equals(theFacility))
                && (country.isEmpty() || country.equals(theCountry));
    }
}
