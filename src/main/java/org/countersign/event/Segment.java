package org.countersign.event;

import java.util.List;

/**
 * One segment, fields still escaped. Fields, components and subcomponents count from 1 as the standard counts them;
 * what is not there is the empty string, and so is {@code ""}, by which a sender deletes a value (HL7 v2.5.1 §2.5.3).
 */
record Segment(String name, List<String> fields, Delimiters delimiters) {

    /** Splits {@code line}, which starts with the segment's name. In MSH, BHS and FHS the field separator itself is field 1. */
    static Segment of(String line, Delimiters delimiters) {
        List<String> parts = Texts.split(line, delimiters.field());
        return new Segment(parts.getFirst(), parts.subList(1, parts.size()), delimiters);
    }

    /** Field {@code number} as sent. */
    String raw(int number) {
        int index = number - (isHeader() ? 2 : 1);
        return index >= 0 && index < fields.size() ? fields.get(index) : "";
    }

    private boolean isHeader() {
        return name.equals("MSH") || name.equals("BHS") || name.equals("FHS");
    }

    /** Each repetition of field {@code number} that holds anything. */
    List<Repetition> repetitions(int number) {
        return Texts.split(raw(number), delimiters.repetition()).stream()
                .map(text -> new Repetition(text, delimiters))
                .filter(Repetition::isValued)
                .toList();
    }

    /** The first repetition of field {@code number}, which may be empty. */
    Repetition first(int number) {
        return new Repetition(Texts.split(raw(number), delimiters.repetition()).getFirst(), delimiters);
    }

    /** First subcomponent of component 1 of the first repetition: the value of a simple field. */
    String value(int number) {
        return first(number).component(1);
    }

    /** One repetition of a field. */
    record Repetition(String text, Delimiters delimiters) {

        boolean isValued() {
            return !text.isEmpty() && !text.equals("\"\"");
        }

        /** First subcomponent of component {@code number}, unescaped. */
        String component(int number) {
            return subcomponent(number, 1);
        }

        String subcomponent(int number, int sub) {
            return unescaped(part(part(text, delimiters.component(), number), delimiters.subcomponent(), sub));
        }

        /** Component {@code number} with all its subcomponents, unescaped. */
        String whole(int number) {
            return unescaped(part(text, delimiters.component(), number));
        }

        /** Text of a coded element (CWE): component 2, else component 1. */
        String display() {
            String words = component(2);
            return words.isEmpty() ? component(1) : words;
        }

        private String unescaped(String raw) {
            return raw.equals("\"\"") ? "" : Escapes.decode(raw, delimiters).strip();
        }

        private static String part(String text, char separator, int number) {
            List<String> parts = Texts.split(text, separator);
            return number <= parts.size() ? parts.get(number - 1) : "";
        }
    }
}
