package org.countersign.fhirintake;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.countersign.intake.ResourceIntake;
import org.countersign.platform.OperationalException;
import org.countersign.resource.Submission;

/** Has resources stored, and says so in HTTP's terms. */
final class Door {

    static final int TRY_AGAIN = 503;

    private static final String NOT_STORED = "The resource was not stored because of a failure here; send it again";

    private final ResourceIntake intake;

    Door(ResourceIntake intake) {
        this.intake = intake;
    }

    /** The caller as the security chain knows it. */
    static String sender(RequestDetails request) {
        return request instanceof ServletRequestDetails servlet
                ? Optional.ofNullable(servlet.getServletRequest().getUserPrincipal())
                        .map(Principal::getName)
                        .orElse("")
                : "";
    }

    /** Starts to store; for several at once. */
    CompletionStage<Void> begin(Submission submission, String sender) {
        return intake.accept(submission, sender);
    }

    /** @throws UnclassifiedServerFailureException 503, when it is not durable in time */
    static void await(CompletionStage<Void> stored) {
        try {
            stored.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new UnclassifiedServerFailureException(TRY_AGAIN, NOT_STORED);
        }
    }

    /** @throws UnclassifiedServerFailureException 503, when they could not be stored; then none is */
    void takeAll(List<Submission> submissions, String sender, Runnable alongside) {
        try {
            intake.acceptAll(submissions, sender, alongside);
        } catch (OperationalException e) {
            throw new UnclassifiedServerFailureException(TRY_AGAIN, NOT_STORED);
        }
    }
}
