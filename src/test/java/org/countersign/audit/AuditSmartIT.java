package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.FhirServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.countersign.testing.Parts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A FHIR server that takes AuditEvents by tokens of an authorization server (SMART Backend Services). */
class AuditSmartIT {

    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void entriesWaitForATokenAndAreShippedWithIt() throws Exception {
        var key =
                new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(2048).keyID("hub").generate();
        Path file = KeyFiles.jwks(folder, "hub.json", key);
        MutableClock time = new MutableClock(NOW);
        try (AuthorizationServer issuer = AuthorizationServer.start(time);
                FhirServer server = FhirServer.start();
                Parts hub = new Parts(NOW, settings(issuer, server, file), "fhir", "audit")) {
            hub.transactions()
                    .executeWithoutResult(
                            open -> hub.get(AuditTrail.class).append(AuditFacts.fact(AuditKind.CODE_SENT)));
            assertThat(hub.get(AuditChain.class).seal()).isEqualTo(1);

            assertThat(hub.get(AuditOutbox.class).ship()).isZero();
            assertThat(server.requests()).isZero();
            assertThat(issuer.refusals()).containsExactly("iss or sub");

            issuer.register("hub", () -> new com.nimbusds.jose.jwk.JWKSet(key).toString(true));
            hub.clock().advance(Duration.ofMinutes(2));
            time.advance(Duration.ofMinutes(2));
            assertThat(hub.get(AuditOutbox.class).ship()).isEqualTo(1);
            assertThat(issuer.accepts(server.lastAuthorization())).isTrue();
            assertThat(server.auditEvents()).hasSize(1);
        }
    }

    private static Map<String, Object> settings(AuthorizationServer issuer, FhirServer server, Path key) {
        return Map.of(
                "countersign.audit.server.url",
                server.url(),
                "countersign.audit.server.smart.client-id",
                "hub",
                "countersign.audit.server.smart.scope",
                "system/AuditEvent.cu",
                "countersign.audit.server.smart.token-endpoint",
                issuer.tokenEndpoint(),
                "countersign.smart.keys",
                key.toString());
    }
}
