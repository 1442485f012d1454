package org.countersign.fhirintake;

import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.countersign.intake.ResourceIntake;
import org.countersign.platform.OperationalException;
import org.countersign.resource.Submission;

/** Has resources stored, and says so in HTTP's terms. */
final class Door {

    static final int TRY_AGAIN = 503;

    /** Letters of SMART's permission to write what may be new or changed: messages and notifications do not say which. */
    static final String EITHER = "cu";

    private static final String NOT_STORED = "The resource was not stored because of a failure here; send it again";

    private final ResourceIntake intake;

    Door(ResourceIntake intake) {
        this.intake = intake;
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
