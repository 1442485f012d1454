package org.countersign.testing;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** An EHR that writes to the hub's {@code /fhir} over real HTTP. */
public final class FhirSender {

    public static final String JSON = "application/fhir+json";

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    private final ApiClient api;

    public FhirSender(ApiClient api) {
        this.api = api;
    }

    public HttpResponse<String> put(Resource resource) {
        return send("PUT", resource.fhirType() + "/" + resource.getIdPart(), json(resource), JSON);
    }

    public HttpResponse<String> post(String path, Resource resource) {
        return send("POST", path, json(resource), JSON);
    }

    public HttpResponse<String> send(String method, String path, String body, String type) {
        return api.send(api.request("/fhir/" + path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body)));
    }

    /** All of the resources as updates in one transaction. */
    public static Bundle transaction(Resource... resources) {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        for (Resource resource : resources) {
            bundle.addEntry()
                    .setResource(resource)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl(resource.fhirType() + "/" + resource.getIdPart());
        }
        return bundle;
    }

    /** A message about {@code focus}, which comes with {@code beside}. */
    public static Bundle message(String id, Resource focus, Resource... beside) {
        MessageHeader header = new MessageHeader().setEvent(new Coding("urn:x", "changed", ""));
        header.addFocus(new Reference(focus.fhirType() + "/" + focus.getIdPart()));
        header.setId(id);
        Bundle bundle = new Bundle().setType(BundleType.MESSAGE);
        bundle.addEntry().setResource(header);
        bundle.addEntry().setResource(focus);
        for (Resource resource : beside) {
            bundle.addEntry().setResource(resource);
        }
        return bundle;
    }

    public static String json(Resource resource) {
        return CONTEXT.newJsonParser().encodeResourceToString(resource);
    }

    public static Resource read(HttpResponse<String> response) {
        return (Resource) CONTEXT.newJsonParser().parseResource(response.body());
    }

    /** Where the issues of an OperationOutcome are. */
    public static List<String> expressions(HttpResponse<String> response) {
        return ((OperationOutcome) read(response))
                .getIssue().stream()
                        .flatMap(issue -> issue.getExpression().stream().map(Object::toString))
                        .toList();
    }
}
