package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers failures with an OperationOutcome. What the caller did wrong is told; what went wrong inside is not, neither to
 * the caller nor in words to the log, since an exception's text may quote a patient's data. Public, since HAPI calls it.
 */
@Interceptor
public final class FhirErrors {

    private static final Logger LOG = LoggerFactory.getLogger(FhirErrors.class);
    private static final int TRY_AGAIN = 503;

    /** How HAPI's parser says where it stopped. */
    private static final Pattern ELEMENT = Pattern.compile("\\[element=\"(\\w+)\"]");

    private static final String INSIDE = "The hub could not answer. Its log says where it failed.";

    FhirErrors() {}

    /** The failure as the caller gets it. HAPI logs none that brings its OperationOutcome along. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException answer(Throwable problem) {
        if (problem instanceof DataFormatException malformed) {
            String words = Objects.requireNonNullElse(malformed.getMessage(), "");
            return new InvalidRequestException(words, outcome(IssueType.INVALID, words));
        }
        if (problem instanceof BaseServerResponseException refusal && refusal.getStatusCode() < 500) {
            if (refusal.getOperationOutcome() instanceof OperationOutcome) {
                return refusal;
            }
            String told = Objects.requireNonNullElse(refusal.getMessage(), "");
            refusal.setOperationOutcome(outcome(code(refusal.getStatusCode()), told));
            return refusal;
        }
        if (problem instanceof UnclassifiedServerFailureException later && later.getStatusCode() == TRY_AGAIN) {
            String told = Objects.requireNonNullElse(later.getMessage(), "");
            return new UnclassifiedServerFailureException(TRY_AGAIN, told, outcome(IssueType.TRANSIENT, told));
        }
        report(problem);
        return new InternalErrorException(INSIDE, outcome(IssueType.EXCEPTION, INSIDE));
    }

    private static OperationOutcome outcome(IssueType code, String diagnostics) {
        var outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(code).setDiagnostics(diagnostics);
        Matcher element = ELEMENT.matcher(diagnostics);
        if (element.find()) {
            outcome.getIssueFirstRep().addExpression(element.group(1));
        }
        return outcome;
    }

    private static IssueType code(int status) {
        return switch (status) {
            case 400 -> IssueType.INVALID;
            case 413 -> IssueType.TOOLONG;
            case 404, 410 -> IssueType.NOTFOUND;
            case 405, 406, 415 -> IssueType.NOTSUPPORTED;
            default -> IssueType.PROCESSING;
        };
    }

    private static void report(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] frames = root.getStackTrace();
        LOG.error(
                "A FHIR request failed: {} at {}",
                root.getClass().getName(),
                frames.length == 0 ? "an unknown place" : frames[0]);
    }
}
