package org.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.Progress;
import org.countersign.message.MessageCatalog;
import org.countersign.policy.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word of every page in every language. */
class PageWordsTest {

    private static final Path FILES = Path.of("src/main/resources/pages");
    private static final MessageCatalog CATALOG = MessageCatalog.shipped();
    private static final Map<String, String> ENGLISH = PageWords.patterns("en");

    private final PageWords words = new PageWords(CATALOG);

    static Stream<String> languages() {
        return CATALOG.tags().stream();
    }

    static Stream<String> variants() {
        return languages().filter(tag -> file(tag).has("extends"));
    }

    @Test
    void thePagesSpeakEachLanguageThatTheMessagesSpeakAndNoOther() {
        assertThat(sources(FILES).map(file -> file.getFileName().toString().replace(".yaml", "")))
                .containsExactlyInAnyOrderElementsOf(CATALOG.tags());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyFileHasEveryKeyFilledWithWhatTheEnglishOneIs(String language) {
        Map<String, String> patterns = PageWords.patterns(language);
        assertThat(patterns).containsOnlyKeys(ENGLISH.keySet());
        patterns.forEach((key, pattern) -> {
            assertThat(pattern).as(key).isNotBlank().isEqualTo(pattern.strip());
            assertThat(values(pattern)).as(key).isEqualTo(values(ENGLISH.get(key)));
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatIsFilledInIsShownWithLatinDigitsAndNoBraceIsLeft(String language) {
        Locale locale = Locale.forLanguageTag(language);
        ENGLISH.forEach((key, pattern) -> {
            String text = words.getMessage(key, new Object[] {12L}, locale);
            assertThat(text).as(key).doesNotContainPattern("[{}]");
            assertThat(text.contains("12"))
                    .as("%s: %s", key, text)
                    .isEqualTo(!values(pattern).isEmpty());
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aPageRunsAsItsScriptDoes(String language) {
        assertThat(PageWords.patterns(language))
                .containsEntry("direction", ULocale.forLanguageTag(language).isRightToLeft() ? "rtl" : "ltr");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noTwoOutcomesOfACheckAndNoTwoStatesOfAMessageReadTheSame(String language) {
        Map<String, String> patterns = PageWords.patterns(language);
        for (String section : Set.of("answer", "progress", "verdict", "fact")) {
            assertThat(patterns.keySet().stream()
                            .filter(key -> key.startsWith(section + "."))
                            .map(patterns::get))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aFileThatExtendsAnotherHoldsOnlyWhatDiffers(String language) {
        JsonNode own = file(language);
        Map<String, String> base = PageWords.patterns(own.path("extends").asText());
        own.properties()
                .forEach(section -> section.getValue().properties().forEach(member -> {
                    String key = section.getKey() + "." + member.getKey();
                    assertThat(member.getValue().asText()).as(key).isNotEqualTo(base.get(key));
                }));
    }

    @Test
    void everyKeyIsUsedAndEveryUsedKeyIsThere() {
        Set<String> used = new TreeSet<>();
        Pattern inTemplate = Pattern.compile("#\\{([a-z][a-z.-]*)[(}]");
        Pattern inJava = Pattern.compile("Phrase\\s*\\.of\\(\\s*\"([a-z]+\\.[a-z.-]+)\"");
        sources(Path.of("src/main/resources/templates")).forEach(file -> used.addAll(keys(inTemplate, file)));
        sources(Path.of("src/main/java/org/countersign/console")).forEach(file -> used.addAll(keys(inJava, file)));
        Stream.of(Transport.values())
                .map(each -> Phrase.in("transport", each).key())
                .forEach(used::add);
        Stream.of(Progress.values())
                .map(each -> Phrase.in("progress", each).key())
                .forEach(used::add);
        Stream.of(ChallengeState.values())
                .filter(each -> each != ChallengeState.OPEN)
                .map(each -> Phrase.in("verdict", each).key())
                .forEach(used::add);
        assertThat(used).isEqualTo(ENGLISH.keySet());
    }

    @Test
    void englishCountsTries() {
        assertThat(tries(1)).isEqualTo("1 try left / Not right. 1 try left.");
        assertThat(tries(2)).isEqualTo("2 tries left / Not right. 2 tries left.");
    }

    @Test
    void aLocaleWithoutWordsIsSpokenToInEnglish() {
        assertThat(words.getMessage("refill.check", null, Locale.forLanguageTag("tlh")))
                .isEqualTo("Check");
        assertThat(words.getMessage("no.such-key", null, "otherwise", Locale.GERMAN))
                .isEqualTo("otherwise");
    }

    private String tries(int left) {
        Object[] values = {left};
        return words.getMessage("refill.tries", values, Locale.ENGLISH) + " / "
                + words.getMessage("answer.wrong", values, Locale.ENGLISH);
    }

    /** The names of what a text is filled with. */
    private static Set<String> values(String pattern) {
        MessagePattern tree = new MessagePattern(pattern);
        return IntStream.range(0, tree.countParts())
                .filter(i -> tree.getPart(i).getType() == MessagePattern.Part.Type.ARG_START)
                .mapToObj(i -> tree.getSubstring(tree.getPart(i + 1)))
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(Pattern pattern, Path file) {
        return pattern.matcher(read(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static JsonNode file(String tag) {
        try {
            return new YAMLMapper().readTree(FILES.resolve(tag + ".yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
