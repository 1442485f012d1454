package org.countersign.answer;

import java.util.List;
import org.countersign.event.Delimiters;
import org.countersign.event.SentMessage;

/** Writes segments in the delimiters of the message that is answered. What it echoes is in these already. */
final class AnswerLines {

    private final Delimiters delimiters;
    private final StringBuilder text = new StringBuilder();

    AnswerLines(Delimiters delimiters) {
        this.delimiters = delimiters;
    }

    /** Adds a segment; empty fields at its end are left out. */
    AnswerLines add(String name, List<String> fields) {
        int last = fields.size();
        while (last > 0 && fields.get(last - 1).isEmpty()) {
            last--;
        }
        text.append(name);
        fields.subList(0, last).forEach(field -> text.append(delimiters.field()).append(field));
        text.append('\r');
        return this;
    }

    AnswerLines add(SentMessage.Line line) {
        return add(line.name(), line.fields());
    }

    /** A field of several components; each is escaped. */
    String components(String... values) {
        StringBuilder field = new StringBuilder();
        for (String value : values) {
            if (!field.isEmpty()) {
                field.append(delimiters.component());
            }
            delimiters.escape(value, field);
        }
        return field.toString();
    }

    /** The message so far, each segment ended by a carriage return. */
    String text() {
        return text.toString();
    }
}
