package org.countersign.fhirintake;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.countersign.resource.ResourceIssue;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Refusals as OperationOutcomes, each issue with its expression. */
final class Outcomes {

    private Outcomes() {}

    /** @throws UnprocessableEntityException (422) when there is any issue */
    static void refuse(List<ResourceIssue> issues) {
        if (!issues.isEmpty()) {
            throw new UnprocessableEntityException("The resource was not taken", of(issues));
        }
    }

    static UnprocessableEntityException refusal(String expression, ResourceIssue.Code code, String sentence) {
        return new UnprocessableEntityException(sentence, of(List.of(new ResourceIssue(expression, code, sentence))));
    }

    static OperationOutcome of(List<ResourceIssue> issues) {
        var outcome = new OperationOutcome();
        issues.forEach(issue -> outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(type(issue.code()))
                .setDiagnostics(issue.sentence())
                .addExpression(issue.expression()));
        return outcome;
    }

    static OperationOutcome of(IssueType type, String sentence) {
        var outcome = new OperationOutcome();
        outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(sentence);
        return outcome;
    }

    private static IssueType type(ResourceIssue.Code code) {
        return switch (code) {
            case REQUIRED -> IssueType.REQUIRED;
            case INVARIANT -> IssueType.INVARIANT;
            case NOT_FOUND -> IssueType.NOTFOUND;
            case NOT_SUPPORTED -> IssueType.NOTSUPPORTED;
            case VALUE -> IssueType.VALUE;
            case TOO_COSTLY -> IssueType.TOOCOSTLY;
        };
    }
}
