package org.countersign.resource;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.ConsentCodes;
import org.countersign.event.Person;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * Reads a stored FHIR document into the events it tells of, as {@code Hl7v2Reader} does for messages. What the resource
 * refers to and does not bring along is read from the EHR, where one is configured. Thread-safe.
 */
public final class FhirReader {

    /** HL7 table 0357: required field missing, and segment sequence error, which comes closest to "no such thing". */
    private static final int MISSING = 101;

    private static final int NO_RESOURCE = 100;
    private static final String TEST_DATA = "HTEST";

    private final FhirContext context;
    private final Optional<EhrReader> ehr;
    private final ConsentCodes codes;
    private final PatientReading patients = new PatientReading();

    /** @param codes which consents are about being written to */
    FhirReader(FhirContext context, Optional<EhrReader> ehr, ConsentCodes codes) {
        this.context = context;
        this.ehr = ehr;
        this.codes = codes;
    }

    /** Reads what documents bring along and asks no EHR for the rest. */
    public FhirReader withoutEhr() {
        return new FhirReader(context, Optional.empty(), codes);
    }

    /**
     * Reads one document: a resource, or a Bundle whose first entry is what it is about.
     *
     * @param document FHIR R4 JSON
     * @throws org.countersign.platform.OperationalException when the EHR has to be asked and does not answer
     */
    public ReadResult read(byte[] document, Site site) {
        IBaseResource parsed;
        try {
            parsed = context.newJsonParser().parseResource(new String(document, StandardCharsets.UTF_8));
        } catch (DataFormatException e) {
            return new ReadResult.Unreadable("The document is no FHIR R4 resource in JSON", NO_RESOURCE);
        }
        if (parsed instanceof Bundle bundle) {
            return bundle.getEntry().isEmpty() || !bundle.getEntryFirstRep().hasResource()
                    ? new ReadResult.Unreadable("Bundle.entry[0].resource is missing", MISSING)
                    : read(bundle.getEntryFirstRep().getResource(), new Companions(bundle.getEntry(), ehr), site);
        }
        return read((Resource) parsed, new Companions(List.of(), ehr), site);
    }

    /** Whether a resource of {@code type} may merge records. */
    public static boolean merges(String type) {
        return type.equals("Patient");
    }

    private ReadResult read(Resource resource, Companions companions, Site site) {
        return new ReadResult.Events(readings(resource, companions, site).stream()
                .map(reading -> event(resource, reading, companions, site))
                .toList());
    }

    private ClinicalEvent event(Resource resource, Reading reading, Companions companions, Site site) {
        boolean concerns = reading.change() != Change.NONE
                || reading.act() instanceof ClinicalAct.Merge
                || !reading.consents().isEmpty();
        if (!concerns) {
            return event(resource, reading.act(), Change.NONE, Optional.empty(), site);
        }
        Optional<Person> person = reading.patient()
                .flatMap(patient -> person(patient, companions, site))
                .map(one -> one.consenting(reading.consents()));
        if (person.isEmpty()) {
            String where = ehr.isPresent() ? "the EHR has none" : "no EHR is configured to read it from";
            var why = new ClinicalAct.Other(
                    "The patient of the " + resource.fhirType() + " did not come with it, and " + where);
            return event(resource, why, Change.NONE, Optional.empty(), site);
        }
        return event(resource, reading.act(), reading.change(), person, site);
    }

    /** What each type is for. A type that gets an act gets its line here. */
    private List<Reading> readings(Resource resource, Companions companions, Site site) {
        return switch (resource) {
            case Appointment appointment -> List.of(AppointmentReading.read(appointment));
            case MedicationRequest order -> List.of(RefillReading.read(order, companions));
            case Task task -> List.of(RefillReading.read(task, companions));
            case DiagnosticReport report -> List.of(ResultReading.read(report));
            case Encounter visit -> List.of(VisitReading.read(visit));
            case Invoice invoice -> List.of(BillReading.read(invoice));
            case ChargeItem item -> List.of(BillReading.read(item));
            case Account account -> List.of(BillReading.read(account));
            case Patient patient -> new RegistrationReading(patients, companions, site).read(patient);
            case Consent consent -> List.of(new ConsentReading(codes).read(consent, site));
            default -> List.of(Reading.other(resource.fhirType() + " asks for no challenge"));
        };
    }

    private Optional<Person> person(Reference patient, Companions companions, Site site) {
        return companions
                .find(patient, "Patient")
                .map(Patient.class::cast)
                .flatMap(found -> patients.read(found, companions, site));
    }

    private static ClinicalEvent event(
            Resource resource, ClinicalAct act, Change change, Optional<Person> person, Site site) {
        boolean says = change != Change.NONE || act instanceof ClinicalAct.Merge || act instanceof ClinicalAct.Other;
        ClinicalAct sure =
                says ? act : new ClinicalAct.Other(resource.fhirType() + " in this state asks for no challenge");
        return new ClinicalEvent(site, trigger(resource, change), isProduction(resource), person, sure, change);
    }

    private static String trigger(Resource resource, Change change) {
        return resource instanceof Patient && change != Change.NEW ? RegistrationReading.UPDATE : resource.fhirType();
    }

    /** Test data is labelled HTEST, as a tag or as a security label (FHIR R4 §2.36.2). */
    private static boolean isProduction(Resource resource) {
        return java.util.stream.Stream.of(
                        resource.getMeta().getTag(), resource.getMeta().getSecurity())
                .flatMap(List::stream)
                .map(Coding::getCode)
                .noneMatch(TEST_DATA::equals);
    }
}
