package org.countersign.message;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as GSM 7-bit can carry it, the way people write it in SMS: without the marks that the alphabet lacks
 * ({@code código} → {@code codigo}, {@code kód} → {@code kod}), Greek in capitals, of which those that look like Latin
 * ones are Latin. That halves to thirds its price.
 */
final class GsmText {

    /** Where the nearest letter is not the one without marks. */
    private static final Map<Character, String> NEAREST = Map.ofEntries(
            Map.entry('ő', "ö"),
            Map.entry('Ő', "Ö"),
            Map.entry('ű', "ü"),
            Map.entry('Ű', "Ü"),
            Map.entry('«', "\""),
            Map.entry('»', "\""),
            Map.entry('„', "\""),
            Map.entry('·', "."),
            Map.entry('ª', "a"),
            Map.entry('º', "o"),
            Map.entry('\u00A0', " "),
            Map.entry('\u202F', " "));

    private static final Pattern WORD = Pattern.compile("\\p{L}+|\\P{L}+");

    /** The accented letters that the alphabet has. */
    private static final String ACCENTED = "àèéìòùÉ";

    private static final String BARE = "aeeiouE";

    private static final String GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    private static final String LATIN = "ABEZHIKMNOPTYX";

    private static final Transliterator LATIN_ASCII = Transliterator.getInstance("Latin-ASCII");

    private GsmText() {}

    /** {@code text} in GSM 7-bit; empty when it has a letter that the alphabet has nothing like. */
    static Optional<String> of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String folded = WORD.matcher(composed).replaceAll(word -> Matcher.quoteReplacement(word(word.group())));
        return GsmAlphabet.septets(folded).isPresent() ? Optional.of(folded) : Optional.empty();
    }

    /** A word that loses one accent loses all: {@code lekarnik} for {@code lékárník}, not {@code lékarnik}. */
    private static String word(String word) {
        if (GsmAlphabet.septets(word).isPresent()) {
            return word;
        }
        var folded = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            int accented = ACCENTED.indexOf(word.charAt(i));
            folded.append(accented < 0 ? near(word.charAt(i)) : BARE.charAt(accented));
        }
        return folded.toString();
    }

    private static String near(char character) {
        if (GsmAlphabet.width(character) > 0) {
            return String.valueOf(character);
        }
        String nearest = NEAREST.get(character);
        if (nearest != null) {
            return nearest;
        }
        return Character.UnicodeScript.of(character) == Character.UnicodeScript.GREEK
                ? greek(character)
                : LATIN_ASCII.transliterate(String.valueOf(character));
    }

    private static String greek(char character) {
        String bare = Normalizer.normalize(String.valueOf(character), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT);
        int twin = bare.length() == 1 ? GREEK.indexOf(bare.charAt(0)) : -1;
        return twin < 0 ? bare : String.valueOf(LATIN.charAt(twin));
    }
}
