package org.countersign.fhirintake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.fhir.Caller;
import org.countersign.platform.OperationalException;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /fhir/notify/NAME}: where an EHR's subscriptions call. HAPI's call with PUT NAME/Type/id, or with an empty POST.
 * The answer is the resource, or nothing at all, since HAPI's senders read it as FHIR.
 */
final class NotificationServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(NotificationServlet.class);
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9\\-.]{1,64})(?:/([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})/?)?");

    private final transient FhirContext context;
    private final transient NotificationIntake intake;

    NotificationServlet(FhirContext context, NotificationIntake intake) {
        this.context = context;
        this.intake = intake;
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        take(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        take(request, response);
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Matcher path =
                    PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
            if (!path.matches()) {
                write(response, 404, Outcomes.of(IssueType.NOTFOUND, "Notify /fhir/notify/NAME"));
                return;
            }
            Optional<IBaseResource> resource = resource(request);
            resource.filter(Resource.class::isInstance)
                    .filter(given -> path.group(3) != null)
                    .ifPresent(given -> ((Resource) given).setId(path.group(3)));
            dispatch(path.group(1), resource, Caller.of(request));
            if (resource.isPresent() && !(resource.get() instanceof Bundle)) {
                write(response, 200, resource.get());
            } else {
                response.setStatus(200);
                response.setContentLength(0);
            }
        } catch (DataFormatException e) {
            write(response, 400, Outcomes.of(IssueType.INVALID, "The body is no FHIR R4 resource"));
        } catch (BaseServerResponseException e) {
            IBaseOperationOutcome outcome = e.getOperationOutcome();
            if (e.hasResponseHeaders()) {
                e.getResponseHeaders()
                        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
            }
            write(
                    response,
                    e.getStatusCode(),
                    outcome == null ? Outcomes.of(type(e.getStatusCode()), String.valueOf(e.getMessage())) : outcome);
        } catch (OperationalException e) {
            LOG.warn("A notification was not taken: {}", e.getMessage());
            write(response, Door.TRY_AGAIN, Outcomes.of(IssueType.TRANSIENT, String.valueOf(e.getMessage())));
        }
    }

    private void dispatch(String subscription, Optional<IBaseResource> resource, Caller caller) {
        if (resource.isEmpty()) {
            intake.nudge(subscription, caller);
        } else if (resource.get() instanceof Bundle bundle) {
            if (bundle.getType() != BundleType.HISTORY) {
                throw Outcomes.refusal(
                        "Bundle.type",
                        org.countersign.resource.ResourceIssue.Code.VALUE,
                        "Notifications are Bundles of type history");
            }
            intake.topic(subscription, bundle, caller);
        } else {
            intake.resource(subscription, (Resource) resource.get(), caller);
        }
    }

    /** Empty where there is no body. */
    private Optional<IBaseResource> resource(HttpServletRequest request) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (body.isEmpty()) {
            return Optional.empty();
        }
        IParser parser = body.startsWith("<") ? context.newXmlParser() : context.newJsonParser();
        return Optional.of(parser.parseResource(body));
    }

    private static IssueType type(int status) {
        return status == 413
                ? IssueType.TOOLONG
                : status == Door.TRY_AGAIN ? IssueType.TRANSIENT : IssueType.PROCESSING;
    }

    private void write(HttpServletResponse response, int status, IBaseResource resource) throws IOException {
        byte[] json = context.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
