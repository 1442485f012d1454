package org.countersign.resource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The numbers of acts. An HL7 v2 message about the same act has the same ones, by which the v2-to-FHIR maps put them
 * there; so an act that comes both ways is one.
 */
final class Identifiers {

    private Identifiers() {}

    /** The number of a type of HL7 v2 table 0203, as {@code PLAC}; else empty. */
    static String typed(List<Identifier> identifiers, String type) {
        return valued(identifiers)
                .filter(identifier -> isOf(identifier, type))
                .map(Identifier::getValue)
                .findFirst()
                .orElse("");
    }

    /** The number of that type, else the first one that has no type, else the logical id, which {@code prefix} marks. */
    static String naming(List<Identifier> identifiers, String type, String prefix, Resource resource) {
        String typed = typed(identifiers, type);
        if (!typed.isEmpty()) {
            return typed;
        }
        String id = Optional.ofNullable(resource.getIdElement().getIdPart()).orElse("");
        return valued(identifiers)
                .filter(identifier -> !identifier.getType().hasCoding())
                .map(Identifier::getValue)
                .findFirst()
                .orElse(id.isEmpty() ? "" : prefix + id);
    }

    /** What names the other end: its number where the reference tells it, else its logical id. */
    static String of(Reference reference) {
        return reference.getIdentifier().hasValue()
                ? reference.getIdentifier().getValue()
                : Optional.ofNullable(reference.getReferenceElement().getIdPart())
                        .filter(id -> !id.startsWith("#"))
                        .orElse("");
    }

    private static Stream<Identifier> valued(List<Identifier> identifiers) {
        return identifiers.stream().filter(Identifier::hasValue);
    }

    private static boolean isOf(Identifier identifier, String type) {
        return identifier.getType().getCoding().stream().anyMatch(coding -> type.equals(coding.getCode()));
    }
}
