package org.countersign.policy;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentences instead of a stack trace when bad policies stop the start. */
class InvalidPoliciesAnalyzer extends AbstractFailureAnalyzer<InvalidPoliciesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoliciesException cause) {
        String description = "The policies cannot be used:\n\n" + cause.getMessage();
        String action = "Correct them and start again; the keys are described in routes/policies/README.md.";
        return new FailureAnalysis(description, action, cause);
    }
}
