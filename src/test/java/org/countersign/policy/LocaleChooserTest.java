package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.policy.PolicyDecision.Require;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patient's record, then the policy, then the setting, then the facility's region, then English. */
class LocaleChooserTest {

    private static final SpokenLanguages WITHOUT_KLINGON =
            locale -> !locale.getLanguage().equals("tlh");

    @ParameterizedTest
    @CsvSource({
        "fr, de, it, ES, fr",
        "fr-CA, de, , ES, fr-CA",
        "tlh, de, it, ES, de",
        "tlh, tlh, it, ES, it",
        ", de, it, ES, de",
        ", , it, ES, it",
        ", , , ES, es-ES",
        ", , , US, en-US",
        ", , , BR, pt-BR",
        ", , , TW, zh-TW",
        ", , , NO, nb-NO",
        ", , , IL, he-IL",
        ", , , UA, uk-UA",
        // More than one language: nobody's is guessed.
        ", , , CH, en",
        ", , , BE, en",
        ", , , IN, en",
        ", , , AE, en",
        ", , , PH, en",
        ", , , MY, en",
        ", , , ZZ, en",
        ", , , '', en",
        "tlh, tlh, tlh, ES, es-ES",
    })
    void theFirstThatTheHubSpeaksIsSpoken(
            @Nullable String patients,
            @Nullable String policys,
            @Nullable String configured,
            String region,
            String chosen) {
        var chooser = new LocaleChooser(locale(configured), WITHOUT_KLINGON);
        assertThat(chooser.choose(locale(patients), locale(policys), region).toLanguageTag())
                .isEqualTo(chosen);
    }

    @Test
    void whereTheRegionsLanguageHasNoWordsEnglishIsSpoken() {
        var chooser = new LocaleChooser(Optional.empty(), locale -> Set.of("en").contains(locale.getLanguage()));
        assertThat(chooser.choose(Optional.empty(), Optional.empty(), "ES")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void aPolicysLocaleIsForPeopleWhoseLanguageIsNotKnownOrNotSpoken(@TempDir Path folder) throws IOException {
        new PolicyFolder(folder).write("one.yaml", PolicyFolder.APPOINTMENT + "locale: es-MX\n");
        PolicyCatalog catalog =
                PolicyCatalog.read(folder, new LocaleChooser(Optional.of(Locale.FRENCH), WITHOUT_KLINGON));
        assertThat(planned(catalog, Optional.empty())).isEqualTo(Locale.of("es", "MX"));
        assertThat(planned(catalog, Optional.of(Locale.of("tlh")))).isEqualTo(Locale.of("es", "MX"));
        assertThat(planned(catalog, Optional.of(Locale.GERMAN))).isEqualTo(Locale.GERMAN);
    }

    @Test
    void aPolicysLocaleThatTheHubDoesNotSpeakIsRefusedByItsLine(@TempDir Path folder) {
        new PolicyFolder(folder).write("one.yaml", PolicyFolder.APPOINTMENT + "locale: tlh\n");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> PolicyCatalog.read(folder, new LocaleChooser(Optional.empty(), WITHOUT_KLINGON))))
                .hasMessageContaining("one.yaml:11:1: locale is a language that the hub has no words in");
        new PolicyFolder(folder).write("one.yaml", PolicyFolder.APPOINTMENT + "locale: Spanish\n");
        assertThat(new PolicyFolder(folder).complaint())
                .isEqualTo("one.yaml:11:1: locale is \"Spanish\", expected a language tag such as es or es-MX");
    }

    private static Locale planned(PolicyCatalog catalog, Optional<Locale> language) {
        PolicyDecision decision = catalog.decide(
                ClinicalEvents.event(
                        "SIU^S12",
                        Change.NEW,
                        ClinicalEvents.APPOINTMENT,
                        ClinicalEvents.person(false, true, language, List.of(ClinicalEvents.MOBILE))),
                ClinicalEvents.NOW);
        return ((Require) decision).plan().locale();
    }

    private static Optional<Locale> locale(@Nullable String tag) {
        return Optional.ofNullable(tag).map(Locale::forLanguageTag);
    }
}
