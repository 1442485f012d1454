package org.countersign.testing;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;

/**
 * What a {@link FhirServer} keeps: AuditEvents by the id that the client gave. Writing the same again makes no new
 * version, as servers do. Public, since HAPI calls it.
 */
public final class StoredAuditEvents implements IResourceProvider {

    private final Map<String, AuditEvent> events = new LinkedHashMap<>();
    private final Map<String, Integer> refused = new LinkedHashMap<>();
    private Optional<Consumer<AuditEvent>> check = Optional.empty();

    @Override
    public Class<AuditEvent> getResourceType() {
        return AuditEvent.class;
    }

    /** AuditEvent/{id}. */
    @Read
    public synchronized AuditEvent read(@IdParam IdType id) {
        AuditEvent event = events.get(id.getIdPart());
        if (event == null) {
            throw new ResourceNotFoundException(id);
        }
        return event;
    }

    /** All AuditEvents, or those about a patient or another thing by its identifier. */
    @Search
    public synchronized List<AuditEvent> search(
            @OptionalParam(name = "patient.identifier") TokenParam patient,
            @OptionalParam(name = "entity.identifier") TokenParam entity) {
        return events.values().stream()
                .filter(event -> patient == null || isAbout(event, patient, true))
                .filter(event -> entity == null || isAbout(event, entity, false))
                .toList();
    }

    /** PUT AuditEvent/{id}. */
    @Update
    public synchronized MethodOutcome update(@IdParam IdType id, @ResourceParam AuditEvent event) {
        String key = id.getIdPart();
        if (refused.containsKey(key)) {
            throw new UnclassifiedServerFailureException(refused.get(key), "Refused by the test");
        }
        check.ifPresent(valid -> valid.accept(event));
        AuditEvent before = events.get(key);
        long version = before == null ? 1 : before.getIdElement().getVersionIdPartAsLong();
        event.setId("AuditEvent/" + key);
        if (before != null && !isSame(before, event)) {
            version++;
        }
        event.setId("AuditEvent/" + key + "/_history/" + version);
        events.put(key, event);
        return new MethodOutcome(event.getIdElement(), before == null);
    }

    /** A batch of PUTs. */
    @Transaction
    public synchronized Bundle batch(@TransactionParam Bundle request) {
        if (request.getType() != Bundle.BundleType.BATCH) {
            throw new InvalidRequestException("Only batches are taken");
        }
        var response = new Bundle().setType(Bundle.BundleType.BATCHRESPONSE);
        request.getEntry().forEach(entry -> response.addEntry(answer(entry)));
        return response;
    }

    synchronized List<AuditEvent> list() {
        return List.copyOf(events.values());
    }

    synchronized void refuse(String id, int status) {
        refused.put(id, status);
    }

    synchronized void refuseNone() {
        refused.clear();
    }

    synchronized void check(Consumer<AuditEvent> valid) {
        check = Optional.of(valid);
    }

    private BundleEntryComponent answer(BundleEntryComponent entry) {
        var answer = new BundleEntryComponent();
        String url = entry.getRequest().getUrl();
        if (entry.getRequest().getMethod() != HTTPVerb.PUT || !url.startsWith("AuditEvent/")) {
            answer.getResponse().setStatus("400 Bad Request");
            return answer;
        }
        try {
            boolean created = Boolean.TRUE.equals(
                    update(new IdType(url), (AuditEvent) entry.getResource()).getCreated());
            answer.getResponse().setStatus(created ? "201 Created" : "200 OK").setLocation(url);
        } catch (BaseServerResponseException e) {
            answer.getResponse().setStatus(Integer.toString(e.getStatusCode())).setOutcome(outcome(e));
        } catch (AssertionError e) {
            answer.getResponse().setStatus("422 Unprocessable Entity").setOutcome(outcome(e));
        }
        return answer;
    }

    private static OperationOutcome outcome(Throwable problem) {
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.PROCESSING)
                .setDiagnostics(problem.getMessage());
        return outcome;
    }

    private static boolean isSame(AuditEvent before, AuditEvent after) {
        AuditEvent copy = before.copy();
        copy.setId(after.getIdElement());
        return copy.equalsDeep(after);
    }

    private static boolean isAbout(AuditEvent event, TokenParam identifier, boolean patient) {
        return Stream.concat(
                        event.getEntity().stream().map(AuditEvent.AuditEventEntityComponent::getWhat),
                        event.getAgent().stream().map(AuditEvent.AuditEventAgentComponent::getWho))
                .filter(reference -> !patient || "Patient".equals(reference.getType()))
                .map(Reference::getIdentifier)
                .anyMatch(found -> identifier.getValue().equals(found.getValue())
                        && (identifier.getSystem() == null
                                || identifier.getSystem().equals(found.getSystem())));
    }
}
