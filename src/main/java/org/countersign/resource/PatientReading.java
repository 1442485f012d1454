package org.countersign.resource;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;

/** FHIR R4 Patient as the person that is to be challenged. */
final class PatientReading {

    private static final String MEDICAL_RECORD = "MR";

    private final ContactPoints contactPoints = new ContactPoints();
    private final ProxyReading proxies = new ProxyReading(contactPoints);

    /** The person; empty when nothing identifies the patient. */
    Optional<Person> read(Patient patient, Companions companions, Site site) {
        List<Person.Identifier> identifiers = identifiers(patient);
        if (identifiers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Person(
                identifiers,
                Sensitive.of(name(patient)),
                birthDate(patient),
                language(patient),
                isDeceased(patient),
                isActive(patient),
                contactPoints.read(patient.getTelecom(), site),
                true,
                Set.of(),
                List.of(),
                proxies.read(patient, companions, site)));
    }

    /** Medical record numbers first, since v2 messages about the patient begin with them; else the logical id. */
    private static List<Person.Identifier> identifiers(Patient patient) {
        List<Person.Identifier> identifiers = new ArrayList<>(patient.getIdentifier().stream()
                .filter(identifier -> identifier.hasValue() && identifier.getUse() != IdentifierUse.OLD)
                .map(PatientReading::identifier)
                .sorted(Comparator.comparing(identifier -> !identifier.type().equals(MEDICAL_RECORD)))
                .toList());
        String id = patient.getIdElement().getIdPart();
        if (identifiers.isEmpty() && id != null && !id.startsWith("#")) {
            identifiers.add(new Person.Identifier(Sensitive.of(id), "", ""));
        }
        return identifiers;
    }

    /** What a record is or was known by, also by numbers that it gave up. */
    static List<Person.Identifier> known(Patient patient) {
        return Stream.concat(
                        identifiers(patient).stream(),
                        patient.getIdentifier().stream()
                                .filter(Identifier::hasValue)
                                .map(PatientReading::identifier))
                .distinct()
                .toList();
    }

    static Person.Identifier identifier(Identifier identifier) {
        return new Person.Identifier(
                Sensitive.of(identifier.getValue()),
                identifier.hasSystem() ? identifier.getSystem() : "",
                Concepts.code(identifier.getType()));
    }

    private static String name(Patient patient) {
        return patient.getName().stream()
                .filter(name -> name.getUse() != NameUse.OLD && name.getUse() != NameUse.MAIDEN)
                .min(Comparator.comparing(name -> name.getUse() != NameUse.OFFICIAL))
                .map(PatientReading::words)
                .orElse("");
    }

    private static String words(HumanName name) {
        boolean parts = name.hasGiven() || name.hasFamily();
        return parts
                ? (name.getGiven().stream().findFirst().map(Object::toString).orElse("") + " "
                                + (name.hasFamily() ? name.getFamily() : ""))
                        .strip()
                : name.hasText() ? name.getText() : "";
    }

    private static Optional<Sensitive<LocalDate>> birthDate(Patient patient) {
        String text = patient.getBirthDateElement().getValueAsString();
        try {
            return text == null || text.length() != 10
                    ? Optional.empty()
                    : Optional.of(Sensitive.of(LocalDate.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Locale> language(Patient patient) {
        Stream<PatientCommunicationComponent> spoken =
                patient.getCommunication().stream().sorted(Comparator.comparing(language -> !language.getPreferred()));
        return spoken.map(language -> Concepts.code(language.getLanguage()))
                .filter(code -> code.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"))
                .map(Locale::forLanguageTag)
                .findFirst();
    }

    private static boolean isDeceased(Patient patient) {
        return patient.hasDeceasedDateTimeType()
                || (patient.hasDeceasedBooleanType()
                        && patient.getDeceasedBooleanType().booleanValue());
    }

    /** A record that another replaces is no one's to write to. */
    private static boolean isActive(Patient patient) {
        boolean replaced = patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
        return !replaced && (!patient.hasActive() || patient.getActive());
    }
}
