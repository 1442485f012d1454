package org.countersign.routing;

import java.util.Comparator;

/**
 * What is wrong with an edit of the routes, and where.
 *
 * @param file path as people know it, {@code routes/intake/drain.camel.yaml}
 * @param line 1 is the first; 0 when the problem is with the file or folder as a whole
 * @param column 1 is the first; 0 when only the line is known
 * @param sentence what is wrong there
 */
public record RouteProblem(String file, int line, int column, String sentence) {

    static final Comparator<RouteProblem> BY_PLACE = Comparator.comparing(RouteProblem::file)
            .thenComparingInt(RouteProblem::line)
            .thenComparingInt(RouteProblem::column)
            .thenComparing(RouteProblem::sentence);

    static RouteProblem ofFile(String file, String sentence) {
        return new RouteProblem(file, 0, 0, sentence);
    }

    static RouteProblem at(String file, Place place, String sentence) {
        return new RouteProblem(file, place.line(), place.column(), sentence);
    }

    /** {@code routes/dispatch/clock.camel.yaml:12:18: there is no bean stepClok}. */
    @Override
    public String toString() {
        String place = line == 0 ? "" : ":" + line + (column == 0 ? "" : ":" + column);
        return file + place + ": " + sentence;
    }
}
