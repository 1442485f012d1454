package org.countersign.terms;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of a file of terms: plain texts by their keys, and where they stand. Collects what is wrong with it. */
final class Entry {

    private final String file;
    private final Map<String, Value> values;
    private final Value place;
    private final List<TermsProblem> problems;
    private boolean clean = true;

    /** @param problems gets what is wrong */
    Entry(String file, Map<String, Value> values, Value place, List<TermsProblem> problems) {
        this.file = file;
        this.values = values;
        this.place = place;
        this.problems = problems;
    }

    /** A text and where its key stands. */
    record Value(String text, int line, int column) {}

    /** The value of {@code key}; empty where it is not given. */
    Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text).filter(text -> !text.isBlank());
    }

    /** The value of {@code key}; empty, and told, where it is not given. */
    Optional<String> require(String key) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            wrong(key, key + " is missing");
        }
        return value;
    }

    /** Tells what is wrong with {@code key}, at its place or, where it is not given, at the entry's. */
    void wrong(String key, String sentence) {
        clean = false;
        Value at = values.getOrDefault(key, place);
        problems.add(new TermsProblem(file, at.line(), at.column(), sentence));
    }

    /** Whether nothing was told yet. */
    boolean clean() {
        return clean;
    }

    /** Line of the entry. */
    int line() {
        return place.line();
    }
}
