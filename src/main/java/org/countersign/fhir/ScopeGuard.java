package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;

/**
 * Holds the bearer of a token to its scopes (SMART App Launch 2.2, Scopes for requesting FHIR Resources), before the body
 * is read. What is in a Bundle is asked for by those who take it in. Public, since HAPI calls it.
 */
@Interceptor
public final class ScopeGuard {

    /** Operations that ask for themselves. */
    private static final Set<String> ASKING = Set.of("$process-message");

    ScopeGuard() {}

    /** What is not named here is not allowed. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
    public void check(RequestDetails request) {
        Caller caller = Caller.of(request);
        RestOperationTypeEnum operation = request.getRestOperationType();
        String type = String.valueOf(request.getResourceName());
        switch (operation) {
            case METADATA, TRANSACTION -> {}
            case READ, VREAD -> caller.require(type, "r");
            case SEARCH_TYPE -> caller.require(type, "s");
            case CREATE -> caller.require(type, "c");
            case UPDATE -> caller.require(type, "u");
            case DELETE -> caller.require(type, "d");
            default -> {
                if (!ASKING.contains(String.valueOf(request.getOperation()))) {
                    caller.require("*", "cruds");
                }
            }
        }
    }
}
