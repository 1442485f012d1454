package org.countersign.message;

import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.message.FacilityTextReader.Value;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/** One entry of a file into a {@link FacilityText}, by all the rules. */
final class FacilityTextMapper {

    private static final int CHARACTERS_AT_MOST = 4_000;

    private final MessageCatalog catalog;
    private final FacilityTextRules rules;

    FacilityTextMapper(MessageCatalog catalog, FacilityTextRules rules) {
        this.catalog = catalog;
        this.rules = rules;
    }

    /**
     * The text; empty when something was reported.
     *
     * @param place of the entry
     * @param problems gets what is wrong, with the value that it is about
     */
    Optional<FacilityText> map(Map<String, Value> values, Value place, BiConsumer<Value, String> problems) {
        var report = new Report(values, place, problems);
        Optional<Locale> locale = report.required("locale").flatMap(value -> locale(value, report));
        Optional<Purpose> purpose = report.choice("purpose", Purpose.values(), Purpose::code);
        Optional<Transport> transport = report.choice("transport", Transport.values(), Transport::code)
                .filter(one -> one != Transport.SILENT || report.wrong("transport", "is silent, which has no words"));
        Optional<Value> text = report.required("text");
        if (locale.isEmpty() || purpose.isEmpty() || transport.isEmpty() || text.isEmpty()) {
            return Optional.empty();
        }
        String facility = report.find("facility").map(Value::text).orElse("").strip();
        Optional<TextPattern> subject = subject(report, transport.get(), locale.get());
        Optional<TextPattern> body = pattern(report, "text", locale.get())
                .filter(pattern -> report.all("text", rules.check(transport.get(), pattern)))
                .filter(pattern -> transport.get() != Transport.SMS
                        || report.all("text", segments(pattern, facility, locale.get())));
        return report.clean()
                ? body.map(pattern -> new FacilityText(
                        facility,
                        LanguageRanges.key(locale.get().toLanguageTag()),
                        purpose.get(),
                        transport.get(),
                        place.line(),
                        place.column(),
                        subject,
                        pattern))
                : Optional.empty();
    }

    private Iterable<String> segments(TextPattern sms, String facility, Locale locale) {
        String shown =
                facility.isEmpty() ? "M".repeat(MessageComposer.FACILITY_CHARACTERS) : FacilityName.shown(facility);
        boolean rightToLeft = ULocale.forLocale(locale).isRightToLeft();
        return rules.checkSegments(sms, shown, rightToLeft).stream().toList();
    }

    private Optional<TextPattern> subject(Report report, Transport transport, Locale locale) {
        if (report.find("subject").isEmpty()) {
            return Optional.empty();
        }
        if (transport != Transport.EMAIL) {
            report.wrong("subject", "is for e-mail only");
            return Optional.empty();
        }
        return pattern(report, "subject", locale).filter(pattern -> report.all("subject", rules.checkSubject(pattern)));
    }

    private static Optional<TextPattern> pattern(Report report, String key, Locale locale) {
        String text = report.find(key).map(Value::text).orElse("").strip();
        if (text.length() > CHARACTERS_AT_MOST) {
            report.wrong(key, "has more than " + CHARACTERS_AT_MOST + " characters");
            return Optional.empty();
        }
        try {
            return Optional.of(TextPattern.of(text, locale));
        } catch (IllegalArgumentException e) {
            report.wrong(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Locale> locale(Value value, Report report) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(value.text()).build();
            if (catalog.speaks(locale)) {
                return Optional.of(locale);
            }
            report.wrong("locale", "is \"" + value.text() + "\", a language that the hub does not speak");
        } catch (IllformedLocaleException e) {
            report.wrong("locale", "is \"" + value.text() + "\", expected a language tag such as es or es-MX");
        }
        return Optional.empty();
    }

    /** Collects what is wrong with one entry. */
    private static final class Report {

        private final Map<String, Value> values;
        private final Value place;
        private final BiConsumer<Value, String> problems;
        private boolean clean = true;

        private Report(Map<String, Value> values, Value place, BiConsumer<Value, String> problems) {
            this.values = values;
            this.place = place;
            this.problems = problems;
        }

        boolean clean() {
            return clean;
        }

        Optional<Value> find(String key) {
            return Optional.ofNullable(values.get(key));
        }

        Optional<Value> required(String key) {
            Optional<Value> value = find(key).filter(found -> !found.text().isBlank());
            if (value.isEmpty()) {
                wrong(key, "is missing");
            }
            return value;
        }

        <E> Optional<E> choice(String key, E[] choices, Function<E, String> name) {
            return required(key).flatMap(value -> {
                Optional<E> chosen = Stream.of(choices)
                        .filter(one -> name.apply(one).equals(value.text()))
                        .findFirst();
                if (chosen.isEmpty()) {
                    wrong(
                            key,
                            "is \"" + value.text() + "\", expected one of "
                                    + Arrays.stream(choices).map(name).collect(Collectors.joining(", ")));
                }
                return chosen;
            });
        }

        /** Whether {@code sentences} has none. */
        boolean all(String key, Iterable<String> sentences) {
            sentences.forEach(sentence -> wrong(key, sentence));
            return clean;
        }

        /** False. */
        boolean wrong(String key, String sentence) {
            clean = false;
            problems.accept(values.getOrDefault(key, place), key + " " + sentence);
            return false;
        }
    }
}
