package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.countersign.smart.Denial;

/**
 * Holds the bearer of a token to its scopes (SMART App Launch 2.2, Scopes for requesting FHIR Resources), before the body
 * is read. What is in a Bundle is asked for by those who take it in. Public, since HAPI calls it.
 */
@Interceptor
public final class ScopeGuard {

    /** Operations that ask for themselves. */
    private static final Set<String> ASKING = Set.of("$process-message");

    ScopeGuard() {}

    /** Whether {@code request} goes on; answers it if not, since HAPI would log an exception as a defect. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
    public boolean check(RequestDetails request, HttpServletResponse response) throws IOException {
        boolean named = request.getResourceName() != null;
        String letters = letters(request);
        String type = named && letters.length() == 1 ? request.getResourceName() : "*";
        if (letters.isEmpty() || Caller.of(request).may(type, letters)) {
            return true;
        }
        Denial.insufficientScope(Caller.scope(type, letters)).writeTo(response);
        return false;
    }

    /** Of the permission that is needed; what is not named here needs all. */
    private static String letters(RequestDetails request) {
        return switch (request.getRestOperationType()) {
            case METADATA, TRANSACTION -> "";
            case READ, VREAD -> "r";
            case SEARCH_TYPE -> "s";
            case CREATE -> "c";
            case UPDATE -> "u";
            case DELETE -> "d";
            default -> ASKING.contains(String.valueOf(request.getOperation())) ? "" : "cruds";
        };
    }
}
