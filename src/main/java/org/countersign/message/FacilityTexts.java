package org.countersign.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/** The texts that facilities say in their own words. */
public final class FacilityTexts {

    static final FacilityTexts NONE = of(List.of());

    private final Map<FacilityText.Key, FacilityText> texts = new HashMap<>();
    private final Map<FacilityText.Key, String> files = new HashMap<>();
    private final List<MessageProblem> problems = new ArrayList<>();

    private FacilityTexts() {}

    /** The texts of all files; of two for the same the first stands. */
    public static FacilityTexts of(Collection<FacilityTextFile> files) {
        var texts = new FacilityTexts();
        files.forEach(file -> file.texts().forEach(text -> texts.add(file.file(), text)));
        return texts;
    }

    private void add(String file, FacilityText text) {
        String other = files.putIfAbsent(text.key(), file);
        if (other == null) {
            texts.put(text.key(), text);
        } else {
            problems.add(new MessageProblem(file, text.line(), text.column(), other + " has a text for the same"));
        }
    }

    /** The texts of which another file has one for the same. */
    public List<MessageProblem> problems() {
        return Collections.unmodifiableList(problems);
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
