package org.countersign.fhirintake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.countersign.fhir.Caller;
import org.countersign.fhir.SystemProvider;
import org.countersign.resource.ResourceChecks;
import org.countersign.resource.ResourceIssue;
import org.countersign.resource.ResourceIssue.Code;
import org.countersign.resource.Submission;
import org.countersign.resource.SubmissionReader;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Takes Bundles in at the base of {@code /fhir}: a transaction in one commit or not at all, a batch entry by entry, a
 * message with its own answer. Public, since HAPI calls it.
 */
public final class BundleIntake implements SystemProvider {

    private static final int MOST_ENTRIES = 1_000;

    /** Of help to understand the others; not stored on their own. */
    private static final Set<String> CONTEXT =
            Set.of("Location", "Medication", "Organization", "Practitioner", "PractitionerRole", "RelatedPerson");

    private final FhirContext context;
    private final SubmissionReader submissions;
    private final Door door;

    BundleIntake(FhirContext context, SubmissionReader submissions, Door door) {
        this.context = context;
        this.submissions = submissions;
        this.door = door;
    }

    /** POST of a Bundle to the base. */
    @Transaction
    public Bundle post(@TransactionParam Bundle bundle, RequestDetails request) {
        if (bundle.getEntry().size() > MOST_ENTRIES) {
            throw Outcomes.refusal(
                    "Bundle.entry", Code.TOO_COSTLY, "A Bundle has at most " + MOST_ENTRIES + " entries here");
        }
        BundleType type = Optional.ofNullable(bundle.getType()).orElse(BundleType.NULL);
        return switch (type) {
            case TRANSACTION -> transaction(bundle, Caller.of(request));
            case BATCH -> batch(bundle, Caller.of(request));
            case MESSAGE -> message(bundle, Caller.of(request));
            default ->
                throw Outcomes.refusal(
                        "Bundle.type", Code.VALUE, "Bundles of type transaction, batch and message are taken");
        };
    }

    /** POST of a message to {@code $process-message} (FHIR R4 §2.4.7). */
    @Operation(name = "$process-message")
    public Bundle processMessage(@OperationParam(name = "content", min = 1) Bundle content, RequestDetails request) {
        if (content == null || content.getType() != BundleType.MESSAGE) {
            throw Outcomes.refusal("Bundle.type", Code.VALUE, "Only a Bundle of type message is a message");
        }
        return post(content, request);
    }

    private Bundle transaction(Bundle bundle, Caller caller) {
        List<BundleEntryComponent> entries = bundle.getEntry();
        List<ResourceIssue> issues = IntStream.range(0, entries.size())
                .mapToObj(i -> check(entries, i))
                .flatMap(List::stream)
                .toList();
        Outcomes.refuse(issues);
        entries.forEach(entry -> caller.require(entry.getResource().fhirType(), letter(entry)));
        entries.forEach(this::identify);
        door.takeAll(submissions(entries), caller.name(), () -> {});
        var answer = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        entries.forEach(entry -> answer.addEntry().setResponse(done(entry)));
        return answer;
    }

    private Bundle batch(Bundle bundle, Caller caller) {
        List<BundleEntryComponent> entries = bundle.getEntry();
        List<Optional<BundleEntryResponseComponent>> refusals = IntStream.range(0, entries.size())
                .mapToObj(i -> refusal(entries, i, caller))
                .toList();
        List<Optional<CompletionStage<Void>>> stored = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            BundleEntryComponent entry = entries.get(i);
            boolean good = refusals.get(i).isEmpty();
            if (good) {
                identify(entry);
            }
            stored.add(
                    good && isTaken(entry)
                            ? Optional.of(door.begin(submissions.read(entry.getResource(), entries), caller.name()))
                            : Optional.empty());
        }
        var answer = new Bundle().setType(BundleType.BATCHRESPONSE);
        for (int i = 0; i < entries.size(); i++) {
            BundleEntryComponent entry = entries.get(i);
            Optional<CompletionStage<Void>> stage = stored.get(i);
            answer.addEntry().setResponse(refusals.get(i).orElseGet(() -> awaited(entry, stage)));
        }
        return answer;
    }

    private static Optional<BundleEntryResponseComponent> refusal(
            List<BundleEntryComponent> entries, int index, Caller caller) {
        List<ResourceIssue> issues = check(entries, index);
        if (!issues.isEmpty()) {
            return Optional.of(refused("422 Unprocessable Entity", Outcomes.of(issues)));
        }
        String type = entries.get(index).getResource().fhirType();
        String letter = letter(entries.get(index));
        return caller.may(type, letter)
                ? Optional.empty()
                : Optional.of(refused("403 Forbidden", Caller.outcome(Caller.scope(type, letter))));
    }

    /** Of the permission that SMART wants for {@code entry}. */
    private static String letter(BundleEntryComponent entry) {
        return entry.getRequest().getMethod() == HTTPVerb.POST ? "c" : "u";
    }

    private static BundleEntryResponseComponent awaited(
            BundleEntryComponent entry, Optional<CompletionStage<Void>> stored) {
        try {
            stored.ifPresent(Door::await);
            return done(entry);
        } catch (UnclassifiedServerFailureException e) {
            return refused("503 Service Unavailable", Outcomes.of(IssueType.TRANSIENT, String.valueOf(e.getMessage())));
        }
    }

    private Bundle message(Bundle bundle, Caller caller) {
        List<BundleEntryComponent> entries = bundle.getEntry();
        if (entries.isEmpty() || !(entries.getFirst().getResource() instanceof MessageHeader header)) {
            throw Outcomes.refusal(
                    "Bundle.entry[0].resource", Code.INVARIANT, "A message begins with its MessageHeader (bdl-12)");
        }
        List<BundleEntryComponent> focal = focal(header, entries);
        Outcomes.refuse(focal.stream()
                .flatMap(
                        entry -> ResourceChecks.check(
                                entry.getResource(), "Bundle.entry[" + entries.indexOf(entry) + "].resource", entries)
                                .stream())
                .toList());
        focal.forEach(entry -> caller.require(entry.getResource().fhirType(), Door.EITHER));
        entries.stream()
                .filter(entry -> entry.hasResource() && !(entry.getResource() instanceof MessageHeader))
                .forEach(entry -> Identities.assign(entry.getResource(), context));
        door.takeAll(
                focal.stream()
                        .map(entry -> submissions.read(entry.getResource(), entries))
                        .toList(),
                caller.name(),
                () -> {});
        return reply(header);
    }

    /** What the header calls its focus; where it names none, all that can be taken. */
    private static List<BundleEntryComponent> focal(MessageHeader header, List<BundleEntryComponent> entries) {
        List<String> named = header.getFocus().stream()
                .filter(Reference::hasReference)
                .map(Reference::getReference)
                .toList();
        return entries.stream()
                .filter(BundleIntake::isTaken)
                .filter(entry -> named.isEmpty()
                        || named.contains(entry.getFullUrl())
                        || named.contains(entry.getResource().fhirType() + "/"
                                + entry.getResource().getIdElement().getIdPart()))
                .toList();
    }

    private static Bundle reply(MessageHeader request) {
        var header = new MessageHeader().setEvent(request.getEvent());
        header.setId(UUID.randomUUID().toString());
        header.getSource().setName("Countersign").setEndpoint("urn:countersign:hub");
        header.getResponse()
                .setIdentifier(
                        Optional.ofNullable(request.getIdElement().getIdPart()).orElse("unknown"))
                .setCode(ResponseType.OK);
        var answer = new Bundle().setType(BundleType.MESSAGE);
        answer.addEntry().setFullUrl("urn:uuid:" + header.getIdPart()).setResource(header);
        return answer;
    }

    private List<Submission> submissions(List<BundleEntryComponent> entries) {
        return entries.stream()
                .filter(BundleIntake::isTaken)
                .map(entry -> submissions.read(entry.getResource(), entries))
                .toList();
    }

    /** An update is by the id in its URL. */
    private void identify(BundleEntryComponent entry) {
        if (entry.getRequest().getMethod() == HTTPVerb.POST) {
            Identities.assign(entry.getResource(), context);
        } else {
            String url = entry.getRequest().getUrl();
            entry.getResource().setId(url.substring(url.indexOf('/') + 1));
        }
    }

    private static boolean isTaken(BundleEntryComponent entry) {
        return entry.hasResource()
                && SubmissionReader.TYPES.contains(entry.getResource().fhirType());
    }

    private static List<ResourceIssue> check(List<BundleEntryComponent> entries, int index) {
        BundleEntryComponent entry = entries.get(index);
        String path = "Bundle.entry[" + index + "]";
        HTTPVerb method = Optional.ofNullable(entry.getRequest().getMethod()).orElse(HTTPVerb.NULL);
        if (method != HTTPVerb.POST && method != HTTPVerb.PUT) {
            return issue(path + ".request.method", Code.NOT_SUPPORTED, "POST and PUT are supported");
        }
        if (!entry.hasResource()) {
            return issue(path + ".resource", Code.REQUIRED, "The element is missing");
        }
        String type = entry.getResource().fhirType();
        if (!isTaken(entry) && !CONTEXT.contains(type)) {
            return issue(path + ".resource", Code.NOT_SUPPORTED, "Resources of this type are not taken");
        }
        String url = entry.getRequest().hasUrl() ? entry.getRequest().getUrl() : "";
        String expected = method == HTTPVerb.POST ? type : type + "/[A-Za-z0-9\\-.]{1,64}";
        if (!url.matches(expected)) {
            return issue(path + ".request.url", Code.VALUE, "Expected Type for a POST and Type/id for a PUT");
        }
        return ResourceChecks.check(entry.getResource(), path + ".resource", entries);
    }

    private static List<ResourceIssue> issue(String expression, Code code, String sentence) {
        return List.of(new ResourceIssue(expression, code, sentence));
    }

    private static BundleEntryResponseComponent done(BundleEntryComponent entry) {
        Resource resource = entry.getResource();
        if (!isTaken(entry)) {
            return new BundleEntryResponseComponent().setStatus("202 Accepted");
        }
        boolean created = entry.getRequest().getMethod() == HTTPVerb.POST;
        String version = resource.getMeta().hasVersionId()
                ? "/_history/" + resource.getMeta().getVersionId()
                : "";
        return new BundleEntryResponseComponent()
                .setStatus(created ? "201 Created" : "200 OK")
                .setLocation(resource.fhirType() + "/" + resource.getIdElement().getIdPart() + version);
    }

    private static BundleEntryResponseComponent refused(String status, Resource outcome) {
        return new BundleEntryResponseComponent().setStatus(status).setOutcome(outcome);
    }
}
