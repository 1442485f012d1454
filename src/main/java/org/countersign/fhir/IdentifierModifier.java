package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets {@code patient:identifier=system|value} (FHIR R4 §3.1.1.5.2.3) mean what {@code patient.identifier} does, since
 * HAPI knows the chain only. Public, since HAPI calls it.
 */
@Interceptor
public final class IdentifierModifier {

    private static final String MODIFIER = ":identifier";

    IdentifierModifier() {}

    /** Renames the parameters of {@code request}. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void rename(RequestDetails request) {
        Map<String, String[]> given = request.getParameters();
        if (given.keySet().stream().noneMatch(name -> name.endsWith(MODIFIER))) {
            return;
        }
        Map<String, String[]> renamed = new HashMap<>();
        given.forEach((name, values) -> renamed.merge(chained(name), values, IdentifierModifier::both));
        request.setParameters(renamed);
    }

    private static String chained(String name) {
        return name.endsWith(MODIFIER) ? name.substring(0, name.length() - MODIFIER.length()) + ".identifier" : name;
    }

    private static String[] both(String[] some, String[] others) {
        String[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }
}
