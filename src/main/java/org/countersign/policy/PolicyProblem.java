package org.countersign.policy;

import java.util.Comparator;

/**
 * What is wrong with a policy, and where.
 *
 * @param file path as the folder was given, with slashes
 * @param line 1 is the first; 0 when the problem is with the file or folder as a whole
 * @param column 1 is the first; 0 when the problem is with the file or folder as a whole
 * @param sentence what is wrong there
 */
public record PolicyProblem(String file, int line, int column, String sentence) {

    static final Comparator<PolicyProblem> BY_PLACE = Comparator.comparing(PolicyProblem::file)
            .thenComparingInt(PolicyProblem::line)
            .thenComparingInt(PolicyProblem::column);

    static PolicyProblem ofFile(String file, String sentence) {
        return new PolicyProblem(file, 0, 0, sentence);
    }

    /** {@code routes/policies/refill.yaml:12:7: tries is 9, expected a whole number from 1 to 5}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + sentence : file + ":" + line + ":" + column + ": " + sentence;
    }
}
