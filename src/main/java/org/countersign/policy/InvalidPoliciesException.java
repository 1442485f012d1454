package org.countersign.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The policies cannot be used; carries all that is wrong with them, in order of file and line. */
public final class InvalidPoliciesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    InvalidPoliciesException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
