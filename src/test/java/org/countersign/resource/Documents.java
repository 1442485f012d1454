package org.countersign.resource;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ConsentCodes;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Resources as they are stored, and what is read from them without an EHR. */
final class Documents {

    static final Site SITE = new Site("fhir", "Clinic", ZoneId.of("UTC"), "US", StandardCharsets.UTF_8);

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final FhirReader READER = new FhirReader(CONTEXT, Optional.empty(), ConsentCodes.common());

    private Documents() {}

    static ClinicalEvent event(Resource resource, Resource... beside) {
        return events(resource, beside).getFirst();
    }

    /** As intake stores it: cut from a Bundle that holds the others, too. */
    static List<ClinicalEvent> events(Resource resource, Resource... beside) {
        var sent = new Bundle();
        for (Resource one : beside) {
            sent.addEntry().setResource(one);
        }
        byte[] document = new SubmissionReader(CONTEXT, "")
                .read(resource, sent.getEntry())
                .document();
        return ((ReadResult.Events) READER.read(document, SITE)).events();
    }

    /** What is read of JSON that nobody checked. */
    static ClinicalEvent event(String json) {
        return ((ReadResult.Events) READER.read(json.getBytes(StandardCharsets.UTF_8), SITE))
                .events()
                .getFirst();
    }

    static Patient patient(String id, String number) {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem("urn:mrn").setValue(number);
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("+14155550123");
        return patient;
    }

    static Identifier typed(String type, String value) {
        var identifier = new Identifier().setValue(value);
        identifier.getType().addCoding().setCode(type);
        return identifier;
    }

    static <T extends Resource> T version(T resource, String version) {
        resource.getMeta().setVersionId(version);
        return resource;
    }
}
