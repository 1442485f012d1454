package org.countersign.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collection;
import java.util.Optional;
import org.countersign.smart.Denial;
import org.countersign.smart.Scopes;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.http.HttpHeaders;

/**
 * Who sends a request to {@code /fhir}, as the security chain knows it.
 *
 * @param name empty where nobody is known
 * @param limits what a token allows; empty for the bearer of an API key, who may do all
 */
public record Caller(String name, Optional<Scopes> limits) {

    /** Role of those who bear an access token; their {@link Scopes} are the request's attribute of that class's name. */
    public static final String ROLE = "FHIR_CLIENT";

    /** For what the hub does of itself. */
    public static Caller own(String name) {
        return new Caller(name, Optional.empty());
    }

    public static Caller of(HttpServletRequest request) {
        String name = Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .orElse("");
        if (!request.isUserInRole(ROLE)) {
            return own(name);
        }
        // without scopes it may do nothing
        return new Caller(
                name,
                Optional.of(
                        request.getAttribute(Scopes.class.getName()) instanceof Scopes scopes ? scopes : Scopes.NONE));
    }

    public static Caller of(RequestDetails request) {
        return request instanceof ServletRequestDetails servlet
                ? of(servlet.getServletRequest())
                : new Caller("", Optional.of(Scopes.NONE));
    }

    /** @param letters of {@code cruds}, all of which are needed */
    public boolean may(String type, String letters) {
        return limits.map(scopes -> scopes.permit(type, letters)).orElse(true);
    }

    /** @throws ForbiddenOperationException 403, with the scope that is missing */
    public void require(String type, String letters) {
        if (!may(type, letters)) {
            throw refusal(scope(type, letters));
        }
    }

    /**
     * For what names no type.
     *
     * @throws ForbiddenOperationException 403, when it may do it to none of {@code types}
     */
    public void requireAny(Collection<String> types, String letters) {
        if (types.stream().noneMatch(type -> may(type, letters))) {
            throw refusal(scope("*", letters));
        }
    }

    /** What SMART calls the permission. */
    public static String scope(String type, String letters) {
        return "system/" + type + "." + letters;
    }

    /** The answer to one that may not, for a part of a request. */
    public static OperationOutcome outcome(String scope) {
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.FORBIDDEN)
                .setDiagnostics(Denial.insufficientScope(scope).sentence());
        return outcome;
    }

    private static ForbiddenOperationException refusal(String scope) {
        Denial denial = Denial.insufficientScope(scope);
        var refusal = new ForbiddenOperationException(denial.sentence(), outcome(scope));
        refusal.addResponseHeader(HttpHeaders.WWW_AUTHENTICATE, denial.challenge());
        return refusal;
    }
}
