package org.countersign.resource;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Quantity;

/** Coded values and amounts as words; what is not there is the empty string. */
final class Concepts {

    private Concepts() {}

    static String display(CodeableConcept concept) {
        Stream<String> words = Stream.concat(
                Stream.of(text(concept.getText())),
                concept.getCoding().stream().flatMap(coding -> Stream.of(text(coding.getDisplay()), code(coding))));
        return words.filter(word -> !word.isEmpty()).findFirst().orElse("");
    }

    static String code(CodeableConcept concept) {
        return concept.hasCoding() ? code(concept.getCodingFirstRep()) : "";
    }

    /** The codes that are there, each once. */
    static List<String> codes(Stream<Coding> codings) {
        return codings.map(Concepts::code)
                .filter(code -> !code.isEmpty())
                .distinct()
                .toList();
    }

    /** Value and currency, as {@code 120.50 USD}; empty without a value. */
    static String amount(Money money) {
        String currency = text(money.getCurrency());
        return money.hasValue() ? (money.getValue().toPlainString() + " " + currency).strip() : "";
    }

    /** Value and unit, as {@code 30 tablet}. */
    static String amount(Quantity quantity) {
        String value = quantity.hasValue() ? quantity.getValue().toPlainString() : "";
        String unit = quantity.hasUnit() ? quantity.getUnit() : text(quantity.getCode());
        return (value + " " + unit).strip();
    }

    private static String code(Coding coding) {
        return text(coding.getCode());
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
