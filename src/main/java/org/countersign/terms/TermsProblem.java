package org.countersign.terms;

/**
 * What is wrong with {@code routes/senders.yaml} or {@code routes/prices.yaml}, and where.
 *
 * @param file as it was given
 * @param line 1 is the first; 0 when the problem is with the file as a whole
 * @param column 1 is the first; 0 when the problem is with the file as a whole
 * @param sentence what is wrong there
 */
public record TermsProblem(String file, int line, int column, String sentence) {

    /** {@code routes/senders.yaml:4:3: sender is "RIVERSIDE", a name, which US does not take: give a number there}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + sentence : file + ":" + line + ":" + column + ": " + sentence;
    }
}
