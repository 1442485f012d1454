package org.countersign.message;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * One text in ICU MessageFormat. It can name {@code {facility}}, {@code {code}}, {@code {tag}} and {@code {minutes}},
 * the last by {@code plural}, too; whatever else it names is refused when it is read.
 *
 * @see <a href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU: Formatting Messages</a>
 */
final class TextPattern {

    /** All that a text can name. */
    static final Set<String> PARTS = Set.of("facility", "code", "tag", "minutes");

    /** Stands in no text, so that what fills a part is found again. */
    private static final TextParts MARKED = new TextParts("\uE000", "\uE001", "\uE002", 0);

    private static final long MINUTES_AT_MOST = 10;

    private final String pattern;
    private final MessageFormat format;
    private final Set<String> parts;

    private TextPattern(String pattern, MessageFormat format, Set<String> parts) {
        this.pattern = pattern;
        this.format = format;
        this.parts = parts;
    }

    /**
     * Reads a text.
     *
     * @param locale whose plurals the text uses; numbers are in Latin digits in every language, as the code is
     * @throws IllegalArgumentException with the end of a sentence about the text, when it is no text
     */
    static TextPattern of(String pattern, Locale locale) {
        MessagePattern tree = parse(pattern);
        Set<String> parts = new TreeSet<>();
        for (int i = 0; i < tree.countParts(); i++) {
            Part part = tree.getPart(i);
            if (part.getType() == Part.Type.ARG_START) {
                String name = tree.getSubstring(tree.getPart(i + 1));
                requirePlain(name, part.getArgType());
                parts.add(name);
            }
        }
        ULocale latin = ULocale.forLocale(locale).setKeywordValue("numbers", "latn");
        TextPattern text = new TextPattern(pattern, new MessageFormat(pattern, latin), parts);
        text.requireShown();
        return text;
    }

    private static MessagePattern parse(String pattern) {
        try {
            return new MessagePattern(pattern);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("is no ICU MessageFormat: " + e.getMessage(), e);
        }
    }

    /** A code that is formatted as a number loses its zeros. */
    private static void requirePlain(String name, ArgType type) {
        if (!PARTS.contains(name)) {
            throw new IllegalArgumentException("names {" + name + "}; a text can name {facility}, {code}, {tag} and"
                    + " {minutes} only, so that it tells nothing else");
        }
        boolean plural = name.equals("minutes") && type == ArgType.PLURAL;
        if (type != ArgType.NONE && !plural) {
            throw new IllegalArgumentException("formats {" + name + "} by "
                    + type.name().toLowerCase(Locale.ROOT) + "; only {minutes} can be formatted, and only by plural");
        }
    }

    private void requireShown() {
        for (String part : parts) {
            if (!part.equals("minutes") && times(part).contains(0)) {
                throw new IllegalArgumentException("does not show {" + part + "} for every number of minutes");
            }
        }
        if (fill(MARKED).contains("{")) {
            throw new IllegalArgumentException(
                    "shows a brace: what stands between it and an apostrophe before it is plain"
                            + " text; two apostrophes ('') make one");
        }
    }

    /** How often {@code part}, one of those that are words, is shown, for each number of minutes. */
    Set<Integer> times(String part) {
        String mark = String.valueOf(MARKED.byName().get(part));
        Set<Integer> counts = new TreeSet<>();
        LongStream.rangeClosed(1, pattern.contains("plural") ? MINUTES_AT_MOST : 1)
                .mapToObj(minutes -> fill(new TextParts(MARKED.facility(), MARKED.code(), MARKED.tag(), minutes)))
                .forEach(text -> counts.add(text.split(mark, -1).length - 1));
        return counts;
    }

    Set<String> parts() {
        return parts;
    }

    /** The text with its parts; a value is not looked at again, whatever it holds. */
    String fill(TextParts values) {
        MessageFormat own = format.clone(); // Formats are not for many threads.
        return own.format(values.byName());
    }

    @Override
    public String toString() {
        return pattern;
    }
}
