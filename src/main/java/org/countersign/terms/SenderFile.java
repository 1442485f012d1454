package org.countersign.terms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.channel.ChannelDescription;
import org.countersign.policy.Transport;
import org.countersign.terms.CountryRules.Names;

/** Reads {@code routes/senders.yaml}, and holds each rule against its channel and its country. */
final class SenderFile {

    static final String NAME = "senders.yaml";

    private static final List<String> KEYS = List.of("facility", "channel", "country", "sender", "registered");

    private final CountryRules countries;
    private final Map<String, ChannelDescription> channels;
    private final Map<SenderRule.Key, Integer> seen = new HashMap<>();

    /** @param channels those that there are, by name */
    SenderFile(CountryRules countries, Map<String, ChannelDescription> channels) {
        this.countries = countries;
        this.channels = channels;
    }

    /** The rules that have nothing wrong, the most special first. */
    List<SenderRule> read(Path path, List<TermsProblem> problems) {
        String file = path.toString().replace('\\', '/');
        List<SenderRule> rules = new ArrayList<>();
        new EntryReader(file, KEYS, problems)
                .read(path)
                .forEach(entry -> rule(entry).ifPresent(rules::add));
        return rules.stream().sorted(SenderRule.MOST_SPECIAL_FIRST).toList();
    }

    private Optional<SenderRule> rule(Entry entry) {
        Optional<ChannelDescription> channel = entry.require("channel").flatMap(name -> channel(name, entry));
        String country = country(entry);
        boolean registered = registered(entry);
        Optional<String> sender = entry.require("sender");
        if (channel.isEmpty() || sender.isEmpty() || !entry.clean()) {
            return Optional.empty();
        }
        SenderRule rule = new SenderRule(
                entry.find("facility").orElse(""), channel.get().name(), country, sender.get(), registered);
        channel.get().transports().forEach(transport -> check(rule, transport, entry));
        Integer earlier = seen.putIfAbsent(rule.key(), entry.line());
        if (earlier != null) {
            entry.wrong("", "line " + earlier + " has a sender for the same facility, channel and country");
        }
        return entry.clean() ? Optional.of(rule) : Optional.empty();
    }

    private void check(SenderRule rule, Transport transport, Entry entry) {
        String told = "sender is \"" + rule.sender() + "\", ";
        SenderId.flaw(transport, rule.sender())
                .ifPresent(expected -> entry.wrong("sender", told + "expected " + expected));
        if (transport == Transport.EMAIL && !rule.country().isEmpty()) {
            entry.wrong("country", "country is \"" + rule.country() + "\", and an e-mail address has none");
        }
        if (transport != Transport.SMS || !SenderId.isName(rule.sender())) {
            return;
        }
        Names names = countries.names(rule.country());
        if (names == Names.NEVER) {
            entry.wrong("sender", told + "a name, which " + rule.country() + " does not take: give a number there");
        } else if (names == Names.REGISTERED && !rule.registered()) {
            entry.wrong(
                    "sender",
                    told + "a name that must be registered in " + rule.country()
                            + " first: say registered: true when it is");
        }
    }

    private Optional<ChannelDescription> channel(String name, Entry entry) {
        ChannelDescription channel = channels.get(name);
        if (channel == null) {
            entry.wrong(
                    "channel",
                    "channel is \"" + name + "\", and there is no channels/channel-" + name + ".kamelet.yaml");
            return Optional.empty();
        }
        if (channel.sender().isEmpty()) {
            entry.wrong(
                    "channel",
                    "channel is \"" + name + "\", which has no annotation countersign.org/sender: it takes none");
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    static String country(Entry entry) {
        String country = entry.find("country").orElse("");
        if (!country.isEmpty() && !CountryRules.isCountry(country)) {
            entry.wrong("country", "country is \"" + country + "\", expected two letters of ISO 3166, as US");
        }
        return country;
    }

    private static boolean registered(Entry entry) {
        String word = entry.find("registered").orElse("false");
        if (!word.equals("true") && !word.equals("false")) {
            entry.wrong("registered", "registered is \"" + word + "\", expected true or false");
        }
        return word.equals("true");
    }
}
