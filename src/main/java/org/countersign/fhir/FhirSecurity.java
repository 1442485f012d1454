package org.countersign.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.server.IResourceProvider;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * Says how to be let in: in the CapabilityStatement, and as SMART configuration (SMART App Launch 2.2, Conformance).
 * Public, since HAPI calls it.
 */
@Interceptor
public final class FhirSecurity {

    /** Where SMART clients look. */
    public static final String WELL_KNOWN = "/fhir/.well-known/smart-configuration";

    private static final String SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service";

    private static final Map<Class<? extends Annotation>, String> LETTERS = new LinkedHashMap<>();

    static {
        LETTERS.put(Create.class, "c");
        LETTERS.put(Read.class, "r");
        LETTERS.put(Update.class, "u");
        LETTERS.put(Search.class, "s");
    }

    FhirSecurity() {}

    /** Names the service in {@code statement}. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    public void describe(IBaseConformance statement) {
        if (statement instanceof CapabilityStatement capabilities) {
            capabilities
                    .getRestFirstRep()
                    .getSecurity()
                    .setCors(false)
                    .setService(List.of(new CodeableConcept(new Coding(SERVICES, "SMART-on-FHIR", "SMART-on-FHIR"))))
                    .setDescription("SMART Backend Services; see .well-known/smart-configuration. Or an API key.");
        }
    }

    /** The document at {@link #WELL_KNOWN}. */
    static String smartConfiguration(String tokenEndpoint, List<IResourceProvider> providers) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("token_endpoint", tokenEndpoint);
        members.put("grant_types_supported", List.of("client_credentials"));
        members.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        members.put("token_endpoint_auth_signing_alg_values_supported", List.of("RS384", "ES384"));
        members.put(
                "scopes_supported",
                providers.stream().map(FhirSecurity::scope).sorted().toList());
        members.put("capabilities", List.of("client-confidential-asymmetric", "permission-v1", "permission-v2"));
        try {
            return JsonMapper.builder().build().writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    /** What {@code provider} can do. */
    private static String scope(IResourceProvider provider) {
        StringBuilder letters = new StringBuilder();
        LETTERS.forEach((annotation, letter) -> {
            if (Arrays.stream(provider.getClass().getMethods()).anyMatch(way -> way.isAnnotationPresent(annotation))) {
                letters.append(letter);
            }
        });
        return Caller.scope(provider.getResourceType().getSimpleName(), letters.toString());
    }
}
