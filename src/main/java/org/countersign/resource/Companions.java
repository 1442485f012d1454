package org.countersign.resource;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** What a resource refers to: contained in it, beside it in its Bundle, or read from the EHR, in this order. */
final class Companions {

    private final Map<String, Resource> beside = new HashMap<>();
    private final Optional<EhrReader> ehr;

    Companions(List<BundleEntryComponent> entries, Optional<EhrReader> ehr) {
        this.ehr = ehr;
        for (BundleEntryComponent entry : entries) {
            if (entry.hasResource()) {
                Resource resource = entry.getResource();
                if (entry.hasFullUrl()) {
                    beside.put(entry.getFullUrl(), resource);
                }
                if (resource.getIdElement().hasIdPart()) {
                    beside.put(
                            resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
                }
            }
        }
    }

    /** Whether {@code reference} says that it is to a resource of {@code type}. */
    static boolean isOf(Reference reference, String type) {
        return reference.getResource() instanceof Resource known
                ? known.fhirType().equals(type)
                : type.equals(reference.getReferenceElement().getResourceType()) || type.equals(reference.getType());
    }

    /** Where {@code resource} stands beside, as references call it. */
    String url(Resource resource) {
        return beside.entrySet().stream()
                .filter(entry -> entry.getValue().equals(resource))
                .map(Map.Entry::getKey)
                .min(java.util.Comparator.comparing(url -> !url.contains(":")))
                .orElse("");
    }

    /** Those who say that they are related to {@code patient}, each once. */
    Stream<RelatedPerson> relatedTo(Patient patient) {
        return beside.values().stream()
                .distinct()
                .filter(RelatedPerson.class::isInstance)
                .map(RelatedPerson.class::cast)
                .filter(related -> leadsTo(related.getPatient(), patient))
                .sorted(Comparator.comparing(
                        related -> String.valueOf(related.getIdElement().getIdPart())));
    }

    /** A Patient that is itself what was sent does not stand beside: it is known by its id alone. */
    private boolean leadsTo(Reference reference, Patient patient) {
        IdType id = new IdType(reference.hasReference() ? reference.getReference() : "");
        boolean byId = "Patient".equals(id.getResourceType())
                && String.valueOf(id.getIdPart()).equals(patient.getIdElement().getIdPart());
        return byId || findSent(reference).filter(patient::equals).isPresent();
    }

    /** Of what came with the resource itself. */
    Optional<Resource> findSent(Reference reference) {
        if (reference.getResource() instanceof Resource contained) {
            return Optional.of(contained);
        }
        String url = reference.hasReference() ? reference.getReference() : "";
        IdType id = new IdType(url);
        return Optional.ofNullable(beside.get(url))
                .or(() -> Optional.ofNullable(beside.get(id.getResourceType() + "/" + id.getIdPart())));
    }

    /**
     * Of all three.
     *
     * @throws org.countersign.platform.OperationalException UNAVAILABLE or TIMEOUT when the EHR cannot be asked now
     */
    Optional<Resource> find(Reference reference, String type) {
        return findSent(reference)
                .or(() -> ehr.flatMap(reader -> reader.find(reference, type)))
                .filter(resource -> resource.fhirType().equals(type));
    }
}
