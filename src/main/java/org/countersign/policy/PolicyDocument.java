package org.countersign.policy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;

/**
 * A policy file as a tree whose parts know where they stand.
 *
 * @param places where the key of a member, the start of an item, or the whole stands
 */
record PolicyDocument(String file, JsonNode root, Map<JsonPointer, Place> places) {

    /** A place in the file; 1 is the first line, 1 the first column. */
    record Place(int line, int column) {}

    /** A problem with the part at {@code pointer}. */
    PolicyProblem problem(JsonPointer pointer, String sentence) {
        Place place = Objects.requireNonNull(places.get(pointer), () -> "No place is known for " + pointer);
        return new PolicyProblem(file, place.line(), place.column(), sentence);
    }

    /** As {@link #problem(JsonPointer, String)}, with a pointer such as {@code /steps/0/wait}. */
    PolicyProblem problem(String pointer, String sentence) {
        return problem(JsonPointer.compile(pointer), sentence);
    }

    /** {@code steps[0].wait} for {@code /steps/0/wait}; empty for the root. */
    static String path(JsonPointer pointer) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer rest = pointer; !rest.matches(); rest = Objects.requireNonNull(rest.tail())) {
            if (rest.mayMatchElement()) {
                path.append('[').append(rest.getMatchingIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return path.toString();
    }
}
