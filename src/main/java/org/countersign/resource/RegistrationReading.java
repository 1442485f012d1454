package org.countersign.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.event.Telecom;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * FHIR R4 Patient: a record made or changed, as ADT^A28 and A31, and merged, as ADT^A40. A merge is told by link, by
 * {@code replaced-by} in the record that gives way or by {@code replaces} in the one that stays, or by both.
 */
final class RegistrationReading {

    /** Trigger of a record that was changed; one that was made is told by the resource type alone. */
    static final String UPDATE = "Patient.update";

    /** Records that replace one another; a chain that is longer is taken for a loop. */
    private static final int LONGEST_CHAIN = 8;

    private final PatientReading patients;
    private final Companions companions;
    private final Site site;

    RegistrationReading(PatientReading patients, Companions companions, Site site) {
        this.patients = patients;
        this.companions = companions;
        this.site = site;
    }

    /** What one Patient says: of itself, unless another stands for it, and of each that it stands for. */
    List<Reading> read(Patient patient) {
        List<Reading> readings = new ArrayList<>();
        Optional<Patient> successor =
                linked(patient, LinkType.REPLACEDBY).findFirst().flatMap(this::last);
        if (successor.isPresent()) {
            readings.add(merge(known(patient), successor.get()));
        } else {
            readings.add(record(patient));
        }
        linked(patient, LinkType.REPLACES)
                .map(this::known)
                .filter(absorbed -> !absorbed.isEmpty())
                .map(absorbed -> merge(absorbed, successor.orElse(patient)))
                .forEach(readings::add);
        return readings;
    }

    private Reading record(Patient patient) {
        String contacts = patients.read(patient, companions, site).stream()
                .flatMap(person -> person.telecoms().stream())
                .map(Telecom::value)
                .map(Sensitive::reveal)
                .collect(Collectors.joining(" "));
        return new Reading(
                new ClinicalAct.Registration(Sensitive.of(contacts)),
                Versions.isFirst(patient) ? Change.NEW : Change.CHANGED,
                Optional.of(to(patient)));
    }

    /** The hub orders FHIR by logical ids: those of both lead to the record that stays. */
    private Reading merge(List<Person.Identifier> absorbed, Patient into) {
        List<Person.Identifier> all = Stream.concat(
                        absorbed.stream(), logical(into.getIdElement().getIdPart()))
                .distinct()
                .toList();
        return new Reading(new ClinicalAct.Merge(all), Change.NONE, Optional.of(to(into)));
    }

    /** The end of the chain of records that replace one another; empty where it cannot be found or has none. */
    private Optional<Patient> last(Reference first) {
        Set<String> seen = new HashSet<>();
        Optional<Patient> next = find(first);
        while (next.isPresent() && seen.size() < LONGEST_CHAIN) {
            if (!seen.add(String.valueOf(next.get().getIdElement().getIdPart()))) {
                return Optional.empty();
            }
            Optional<Reference> further =
                    linked(next.get(), LinkType.REPLACEDBY).findFirst();
            if (further.isEmpty()) {
                return next;
            }
            next = further.flatMap(this::find);
        }
        return Optional.empty();
    }

    private Optional<Patient> find(Reference patient) {
        Optional<Resource> found = companions.find(patient, "Patient");
        return found.map(Patient.class::cast);
    }

    private static Stream<Reference> linked(Patient patient, LinkType type) {
        return patient.getLink().stream().filter(link -> link.getType() == type).map(PatientLinkComponent::getOther);
    }

    /** All that a record is or was known by, of the record itself or, where that is gone, of what points to it. */
    private List<Person.Identifier> known(Reference record) {
        return find(record)
                .map(this::known)
                .orElseGet(() -> Stream.concat(
                                Stream.of(record.getIdentifier())
                                        .filter(identifier -> identifier.hasValue())
                                        .map(PatientReading::identifier),
                                logical(record.getReferenceElement().getIdPart()))
                        .toList());
    }

    private List<Person.Identifier> known(Patient record) {
        return Stream.concat(
                        PatientReading.known(record).stream(),
                        logical(record.getIdElement().getIdPart()))
                .toList();
    }

    /** As the inbox knows a patient of the feed: {@code Patient/4711}. */
    private Stream<Person.Identifier> logical(@org.jspecify.annotations.Nullable String id) {
        return id == null || id.startsWith("#")
                ? Stream.empty()
                : Stream.of(new Person.Identifier(Sensitive.of("Patient/" + id), site.feed(), ""));
    }

    private static Reference to(Patient patient) {
        var reference = new Reference();
        reference.setResource(patient);
        return reference;
    }
}
