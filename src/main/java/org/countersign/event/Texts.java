package org.countersign.event;

import java.util.ArrayList;
import java.util.List;

/** Splits by single characters, keeping empty parts. */
final class Texts {

    private Texts() {}

    /** The parts of {@code text} between the separators: at least one, the empty text giving one empty part. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }
}
