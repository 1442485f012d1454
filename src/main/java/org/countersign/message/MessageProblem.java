package org.countersign.message;

/**
 * What is wrong with a facility's text, and where.
 *
 * @param file as it was given
 * @param line 1 is the first; 0 when the problem is with the file as a whole
 * @param column 1 is the first; 0 when the problem is with the file as a whole
 * @param sentence what is wrong there
 */
public record MessageProblem(String file, int line, int column, String sentence) {

    /** {@code routes/messages/st-mary.yaml:4:9: text does not name {code}}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + sentence : file + ":" + line + ":" + column + ": " + sentence;
    }
}
