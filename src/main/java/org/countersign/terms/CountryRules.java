package org.countersign.terms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which countries take names as senders of SMS: {@code senders/countries.yaml}, which names its sources. */
final class CountryRules {

    private static final String FILE = "/senders/countries.yaml";
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** What a country does with a name. */
    enum Names {
        TAKEN,
        /** Taken when it was registered beforehand; else dropped, or shown as a likely fraud. */
        REGISTERED,
        /** Dropped, or replaced by somebody else's number. */
        NEVER
    }

    private final Map<String, Names> rules;

    private CountryRules(Map<String, Names> rules) {
        this.rules = Map.copyOf(rules);
    }

    static CountryRules shipped() {
        try (InputStream in = CountryRules.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the class path");
            }
            Map<String, List<Object>> lists = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            Map<String, Names> rules = new HashMap<>();
            lists.forEach((word, countries) -> countries.forEach(country -> {
                if (!isCountry(String.valueOf(country))) {
                    // YAML 1.1 takes an unquoted NO for false.
                    throw new IllegalStateException(FILE + ": " + country + " is no country of ISO 3166");
                }
                rules.put(String.valueOf(country), Names.valueOf(word.toUpperCase(Locale.ROOT)));
            }));
            return new CountryRules(rules);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** @param country ISO 3166 alpha-2; empty where nobody knows */
    Names names(String country) {
        return rules.getOrDefault(country, Names.TAKEN);
    }

    static boolean isCountry(String code) {
        return COUNTRIES.contains(code);
    }
}
