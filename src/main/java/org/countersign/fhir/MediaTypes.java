package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that are no FHIR (415) and wishes for answers that are none (406), which HAPI calls bad requests or
 * overlooks (FHIR R4 §3.1.0.1.11). A packed body is refused too, since its length says nothing. Public, since HAPI calls
 * it.
 */
@Interceptor
public final class MediaTypes {

    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNSUPPORTED = 415;

    private static final Set<String> FHIR = Set.of(
            "application/fhir+json",
            "application/json",
            "application/json+fhir",
            "text/json",
            "application/fhir+xml",
            "application/xml",
            "application/xml+fhir",
            "text/xml");

    private static final Set<String> ANY = Set.of("*/*", "application/*", "text/*", "text/html");

    MediaTypes() {}

    /** Looks at the headers, before the body is read. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void check(RequestDetails request) {
        boolean named = request.getParameters().containsKey("_format");
        if (!named && !isAcceptable(request.getHeader("Accept"))) {
            throw new UnclassifiedServerFailureException(
                    NOT_ACCEPTABLE, "The answer can be application/fhir+json or application/fhir+xml");
        }
        boolean writes =
                request.getRequestType() == RequestTypeEnum.POST || request.getRequestType() == RequestTypeEnum.PUT;
        if (writes && !String.valueOf(request.getOperation()).equals("_search")) {
            checkBody(request);
        }
    }

    private static void checkBody(RequestDetails request) {
        if (!FHIR.contains(bare(request.getHeader("Content-Type")))) {
            throw new UnclassifiedServerFailureException(
                    UNSUPPORTED, "Send Content-Type: application/fhir+json or application/fhir+xml");
        }
        String packing = request.getHeader("Content-Encoding");
        if (packing != null && !packing.equalsIgnoreCase("identity")) {
            throw new UnclassifiedServerFailureException(UNSUPPORTED, "Send the body without a Content-Encoding");
        }
    }

    private static boolean isAcceptable(@Nullable String accept) {
        return accept == null
                || accept.isBlank()
                || Stream.of(accept.split(","))
                        .map(MediaTypes::bare)
                        .anyMatch(type -> FHIR.contains(type) || ANY.contains(type));
    }

    private static String bare(@Nullable String header) {
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
