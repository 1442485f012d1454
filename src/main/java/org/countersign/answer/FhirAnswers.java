package org.countersign.answer;

import java.util.Set;
import org.apache.camel.Body;
import org.countersign.fhir.BatchAnswer;
import org.countersign.fhir.FhirClient;
import org.countersign.fhir.ResourceAnswer;
import org.countersign.resource.EhrServer;
import org.hl7.fhir.r4.model.Resource;

/**
 * The bean {@code fhirAnswers} of {@code routes/answer/fhir.camel.yaml}: writes the end of a challenge into the EHR's
 * own record, only over the version that it was decided on. A record that the EHR has changed meanwhile is read again,
 * and what it says then wins. Writing twice changes nothing, so an update that may have arrived is simply looked up.
 */
public final class FhirAnswers {

    /** Refusals that say nothing against the update: who we are, that we are too many or too fast. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(401, 403, 408, 423, 425, 429);

    /** The record is another version by now. */
    private static final Set<Integer> OTHER_VERSION = Set.of(409, 412);

    private static final int READINGS = 3;
    private static final int UNAUTHORIZED = 401;

    private final EhrServer ehr;
    private final RecordProperties settings;
    private final EvidenceWriter evidence;
    private final Settling settling;

    FhirAnswers(EhrServer ehr, RecordProperties settings, EvidenceWriter evidence, Settling settling) {
        this.ehr = ehr;
        this.settings = settings;
        this.evidence = evidence;
        this.settling = settling;
    }

    /** Sends the answer that a wake-up (body: its number) is for, if it is due. */
    public void send(@Body String id) {
        settling.claim(Long.parseLong(id), destination -> retry()).ifPresent(answer -> {
            ehr.client()
                    .ifPresentOrElse(
                            client -> update(client, answer),
                            () -> settling.failed(answer, "countersign.ehr.url is not configured any more"));
        });
    }

    private Retry retry() {
        return settings.retry(ehr.responseTimeout());
    }

    private void update(FhirClient client, Answer answer) {
        for (int reading = 0; reading < READINGS; reading++) {
            switch (client.read(answer.act())) {
                case ResourceAnswer.Found found -> {
                    if (decide(client, answer, found)) {
                        return;
                    }
                }
                case ResourceAnswer.Refused refused -> {
                    refused(answer, "Reading it was", refused.status());
                    return;
                }
                case ResourceAnswer.Absent absent -> {
                    refused(answer, "Reading it was", absent.status());
                    return;
                }
                case ResourceAnswer.Unanswered unanswered -> {
                    tryAgain(answer, answer.inDoubt(), "No answer to a read");
                    return;
                }
                case ResourceAnswer.Unauthorized unauthorized -> {
                    tryAgain(answer, answer.inDoubt(), unauthorized.reason());
                    return;
                }
            }
        }
        tryAgain(answer, answer.inDoubt(), "The record changes too often");
    }

    /** Whether the answer has been dealt with; not, when the record has to be read again. */
    private boolean decide(FhirClient client, Answer answer, ResourceAnswer.Found found) {
        switch (RecordUpdate.decide(found.resource(), answer.outcome())) {
            case RecordUpdate.Decision.Overtaken overtaken -> settling.reported(answer, overtaken.reason());
            case RecordUpdate.Decision.Nothing nothing -> told(client, answer, found.resource());
            case RecordUpdate.Decision.Write write -> {
                if (found.version().isEmpty()) {
                    settling.failed(answer, "The server does not say which version of the record it has");
                    return true;
                }
                return write(client, answer, write.changed(), found.version());
            }
        }
        return true;
    }

    private boolean write(FhirClient client, Answer answer, Resource changed, String version) {
        changed.getMeta().setSource(ehr.source());
        int status = status(client.update(changed, version));
        if (OTHER_VERSION.contains(status)) {
            return false;
        }
        if (status >= 200 && status < 300) {
            told(client, answer, changed);
        } else if (status == 0) {
            tryAgain(answer, true, "No answer to the update");
        } else {
            refused(answer, "The update was", status);
        }
        return true;
    }

    /** The record says it; what is written beside it may say how it came to. */
    private void told(FhirClient client, Answer answer, Resource record) {
        evidence.write(client, answer, record)
                .ifPresentOrElse(missing -> tryAgain(answer, true, missing), () -> settling.sent(answer));
    }

    private void refused(Answer answer, String what, int status) {
        String reason = what + " refused: HTTP " + status;
        if (isPassing(status)) {
            tryAgain(answer, answer.inDoubt(), reason);
        } else {
            settling.failed(answer, reason);
        }
    }

    private void tryAgain(Answer answer, boolean inDoubt, String reason) {
        settling.tryAgain(answer, inDoubt, reason, retry());
    }

    /** Whether a status, 0 for none, says nothing against the request itself. */
    static boolean isPassing(int status) {
        return status == 0 || status >= 500 || ABOUT_THE_REQUEST.contains(status);
    }

    /** HTTP status of a write; 0 where none came. */
    static int status(BatchAnswer written) {
        return switch (written) {
            case BatchAnswer.Answered answered -> answered.entries().getFirst().status();
            case BatchAnswer.Refused refused -> refused.status();
            case BatchAnswer.Unanswered unanswered -> 0;
            case BatchAnswer.Unauthorized unauthorized -> UNAUTHORIZED;
        };
    }
}
