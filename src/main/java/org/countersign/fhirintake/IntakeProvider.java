package org.countersign.fhirintake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import org.countersign.fhir.Caller;
import org.countersign.resource.ResourceChecks;
import org.countersign.resource.SubmissionReader;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Takes resources of one type in: an EHR creates them, or updates them by its own ids, as rest-hooks do. They are not
 * kept for reading; the EHR has them. Answers when they are durable. Public, since HAPI calls it.
 */
public final class IntakeProvider<T extends IBaseResource> implements IResourceProvider {

    private final Class<T> type;
    private final FhirContext context;
    private final SubmissionReader submissions;
    private final Door door;

    IntakeProvider(Class<T> type, FhirContext context, SubmissionReader submissions, Door door) {
        this.type = type;
        this.context = context;
        this.submissions = submissions;
        this.door = door;
    }

    @Override
    public Class<T> getResourceType() {
        return type;
    }

    /** POST Type. */
    @Create
    public MethodOutcome create(@ResourceParam T sent, RequestDetails request) {
        Resource resource = (Resource) sent;
        Identities.assign(resource, context);
        return take(resource, request).setCreated(true);
    }

    /** PUT Type/id; meta.versionId tells a repetition from a change. */
    @Update
    public MethodOutcome update(@ResourceParam T sent, @IdParam IdType id, RequestDetails request) {
        Resource resource = (Resource) sent;
        resource.setId(id.getIdPart());
        return take(resource, request).setCreated(false);
    }

    private MethodOutcome take(Resource resource, RequestDetails request) {
        Outcomes.refuse(ResourceChecks.check(resource, resource.fhirType(), List.of()));
        Door.await(door.begin(submissions.read(resource), Caller.of(request).name()));
        var outcome = new MethodOutcome(new IdType(
                resource.fhirType(),
                resource.getIdElement().getIdPart(),
                resource.getMeta().getVersionId()));
        outcome.setResource(resource);
        return outcome;
    }
}
