package org.countersign.message;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/** The texts that facilities say in their own words. */
public final class FacilityTexts {

    static final FacilityTexts NONE = new FacilityTexts(Map.of());

    private final Map<FacilityText.Key, FacilityText> texts;

    private FacilityTexts(Map<FacilityText.Key, FacilityText> texts) {
        this.texts = texts;
    }

    /** The texts of all files; of two for the same the first stands. */
    public static FacilityTexts of(Collection<FacilityTextFile> files) {
        return new FacilityTexts(files.stream()
                .flatMap(file -> file.texts().stream())
                .collect(Collectors.toUnmodifiableMap(
                        FacilityText::key, Function.identity(), (first, second) -> first)));
    }

    /** How many there are. */
    public int size() {
        return texts.size();
    }

    Choice choice(String facility, Locale locale, Purpose purpose) {
        return new Choice(facility, LanguageRanges.of(locale), purpose);
    }

    /** What there is for one facility, locale and purpose: its own texts before every facility's, exact locales first. */
    final class Choice {

        private final String facility;
        private final List<String> ranges;
        private final Purpose purpose;

        private Choice(String facility, List<String> ranges, Purpose purpose) {
            this.facility = facility;
            this.ranges = ranges;
            this.purpose = purpose;
        }

        Optional<FacilityText> find(Transport transport) {
            return Stream.of(facility, "")
                    .flatMap(owner -> ranges.stream()
                            .map(range -> texts.get(new FacilityText.Key(owner, range, purpose, transport))))
                    .filter(Objects::nonNull)
                    .findFirst();
        }
    }
}
