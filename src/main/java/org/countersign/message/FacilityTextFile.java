package org.countersign.message;

import java.util.List;

/**
 * A file of {@code routes/messages/}, read: the texts that can be used, and all that is wrong with the others.
 *
 * @param file as it was given
 */
public record FacilityTextFile(String file, List<FacilityText> texts, List<MessageProblem> problems) {

    public FacilityTextFile {
        texts = List.copyOf(texts);
        problems = List.copyOf(problems);
    }

    /** A file of which nothing can be used. */
    public static FacilityTextFile unusable(String file, String sentence) {
        return new FacilityTextFile(file, List.of(), List.of(new MessageProblem(file, 0, 0, sentence)));
    }
}
