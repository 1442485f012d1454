package org.countersign.lookup;

import java.util.Optional;
import org.countersign.event.Telecom.LineType;
import org.countersign.platform.ErrorCategory;

/** What came of asking one lookup. Its words name no number. */
public sealed interface Finding {

    /** Name of the lookup. */
    String lookup();

    /**
     * It has nothing against the send.
     *
     * @param line where it is another one than the numbering plan tells
     * @param carrier the same
     */
    record Clear(String lookup, Optional<LineType> line, Optional<String> carrier) implements Finding {}

    /** It speaks against the send. */
    record Veto(String lookup, String reason) implements Finding {}

    /**
     * It gave no answer, or does not know the number.
     *
     * @param otherwise what becomes of the send for want of one
     */
    record Silence(String lookup, ErrorCategory category, String reason, Lookup.Otherwise otherwise)
            implements Finding {}
}
