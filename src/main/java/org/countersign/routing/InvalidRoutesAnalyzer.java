package org.countersign.routing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentences instead of a stack trace when bad routes stop the first start. */
class InvalidRoutesAnalyzer extends AbstractFailureAnalyzer<InvalidRoutesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidRoutesException cause) {
        return new FailureAnalysis(
                "The routes cannot be used:\n\n" + cause.getMessage(),
                "Correct them and start again; bin/countersign check-routes tells the same without a start.",
                cause);
    }
}
