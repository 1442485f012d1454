package org.countersign.console;

import java.util.List;
import java.util.Locale;

/**
 * Words of a page that are chosen in Java and written in the templates, in the language of whoever reads them.
 *
 * @param key in the files {@code pages/<tag>.yaml}
 * @param values what {@code {0}}, {@code {1}} … stand for
 */
record Phrase(String key, List<Object> values) {

    static Phrase of(String key, Object... values) {
        return new Phrase(key, List.of(values));
    }

    /** The words that {@code section} has for a member of an enumeration: {@code progress.delivered}. */
    static Phrase in(String section, Enum<?> member) {
        return of(section + "." + member.name().toLowerCase(Locale.ROOT));
    }
}
