package org.countersign.terms;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code routes/prices.yaml}: what one message costs, by channel and country. */
final class PriceFile {

    static final String NAME = "prices.yaml";

    private static final List<String> KEYS = List.of("channel", "country", "price");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");

    private PriceFile() {}

    /**
     * The prices that have nothing wrong.
     *
     * @param channels names of the channels that there are
     */
    static Prices read(Path path, Set<String> channels, List<TermsProblem> problems) {
        String file = path.toString().replace('\\', '/');
        Map<Prices.Key, BigDecimal> prices = new HashMap<>();
        for (Entry entry : new EntryReader(file, KEYS, problems).read(path)) {
            price(entry, channels, prices);
        }
        return new Prices(prices);
    }

    private static void price(Entry entry, Set<String> channels, Map<Prices.Key, BigDecimal> prices) {
        String channel = entry.require("channel").orElse("");
        String price = entry.require("price").orElse("");
        String country = SenderFile.country(entry);
        if (!channel.isEmpty() && !channels.contains(channel)) {
            entry.wrong(
                    "channel",
                    "channel is \"" + channel + "\", and there is no channels/channel-" + channel + ".kamelet.yaml");
        }
        if (!price.isEmpty() && !PRICE.matcher(price).matches()) {
            entry.wrong("price", "price is \"" + price + "\", expected a decimal such as 0.0075");
        }
        if (!entry.clean()) {
            return;
        }
        if (prices.putIfAbsent(new Prices.Key(channel, country), new BigDecimal(price)) != null) {
            entry.wrong("", "the file has a price for the same channel and country before this one");
        }
    }
}
