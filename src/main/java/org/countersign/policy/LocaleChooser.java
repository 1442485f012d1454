package org.countersign.policy;

import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In which language a person is written to: that of their record; where that is not known, or the hub has no words in it,
 * the policy's, then the one that is set for the hub, then that of the facility's region; English at last. The country of
 * a phone number says nothing of its owner's language and is not asked.
 */
public final class LocaleChooser {

    /**
     * Regions where no single language can be taken for granted: several are official, or most people speak another than
     * the official one. English, unless a record, a policy or the settings say otherwise.
     */
    private static final Set<String> OF_SEVERAL_LANGUAGES =
            Set.of("AE", "BE", "BH", "BY", "CH", "IN", "KE", "KW", "KZ", "LU", "MY", "PH", "PK", "QA", "TZ");

    private static final Set<String> REGIONS = Set.of(Locale.getISOCountries());

    private final Optional<Locale> configured;
    private final SpokenLanguages languages;

    /**
     * @param configured for the hub at large
     * @param languages those that the hub has words in
     */
    public LocaleChooser(Optional<Locale> configured, SpokenLanguages languages) {
        this.configured = configured;
        this.languages = languages;
    }

    /**
     * The first of these that the hub speaks.
     *
     * @param patients of the patient's record
     * @param policys of the policy
     * @param region ISO 3166 alpha-2 region of the facility
     */
    Locale choose(Optional<Locale> patients, Optional<Locale> policys, String region) {
        return Stream.of(patients, policys, configured, ofRegion(region))
                .flatMap(Optional::stream)
                .filter(languages::speaks)
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    boolean speaks(Locale locale) {
        return languages.speaks(locale);
    }

    /** The language that most people of the region speak (CLDR likely subtags), as it is written there. */
    private static Optional<Locale> ofRegion(String region) {
        if (!REGIONS.contains(region) || OF_SEVERAL_LANGUAGES.contains(region)) {
            return Optional.empty();
        }
        ULocale likely = ULocale.addLikelySubtags(new ULocale("und", region));
        return Optional.of(Locale.of(likely.getLanguage(), region))
                .filter(found -> !likely.getLanguage().isEmpty());
    }
}
