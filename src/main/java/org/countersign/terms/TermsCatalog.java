package org.countersign.terms;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.channel.ChannelCatalog;
import org.countersign.channel.ChannelDescription;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** The sender ids and the prices of a routes folder: {@code senders.yaml} and {@code prices.yaml}. Thread-safe. */
public final class TermsCatalog {

    private static final CountryRules COUNTRIES = CountryRules.shipped();

    private volatile Terms terms;

    private TermsCatalog(Terms terms) {
        this.terms = terms;
    }

    private record Terms(List<SenderRule> senders, Prices prices) {}

    /**
     * Reads a routes folder; a file that is not there says nothing.
     *
     * @throws OperationalException INVALID_INPUT with all that is wrong
     */
    static TermsCatalog read(Path routes) {
        return new TermsCatalog(readTerms(routes));
    }

    /** All that is wrong with the terms of a routes folder. */
    public static List<TermsProblem> check(Path routes) {
        List<TermsProblem> problems = new ArrayList<>();
        readTerms(routes, problems);
        return problems;
    }

    /**
     * Has the terms of another folder from now on.
     *
     * @throws OperationalException INVALID_INPUT with all that is wrong; the terms are then those that were
     */
    public void reread(Path routes) {
        terms = readTerms(routes);
    }

    /** The senders that a message may say it is from, the best first; not yet held against the country. */
    Stream<SenderRule> senders(String facility, String channel, String country) {
        return terms.senders().stream().filter(rule -> rule.isFor(facility, channel, country));
    }

    /** What one message by {@code channel} costs; empty where nobody said. */
    Optional<BigDecimal> price(String channel, String country) {
        return terms.prices().find(channel, country);
    }

    static CountryRules countries() {
        return COUNTRIES;
    }

    private static Terms readTerms(Path routes) {
        List<TermsProblem> problems = new ArrayList<>();
        Terms read = readTerms(routes, problems);
        if (!problems.isEmpty()) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT,
                    problems.stream().map(TermsProblem::toString).collect(Collectors.joining("\n")));
        }
        return read;
    }

    private static Terms readTerms(Path routes, List<TermsProblem> problems) {
        Map<String, ChannelDescription> channels = ChannelCatalog.describeAll(routes.resolve("channels")).stream()
                .collect(Collectors.toMap(ChannelDescription::name, Function.identity()));
        List<SenderRule> senders = new SenderFile(COUNTRIES, channels).read(routes.resolve(SenderFile.NAME), problems);
        return new Terms(senders, PriceFile.read(routes.resolve(PriceFile.NAME), channels.keySet(), problems));
    }
}
