package org.countersign.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.fhir.ResourceAnswer;
import org.countersign.platform.OperationalException;
import org.countersign.testing.AuthorizationServer;
import org.countersign.testing.KeyFiles;
import org.countersign.testing.MutableClock;
import org.countersign.testing.Parts;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads from an EHR that lets in by tokens alone. */
class EhrTokensIT {

    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
    private static final int THREADS = 32;

    @TempDir
    private Path folder;

    private final AuthorizationServer issuer = AuthorizationServer.start(new MutableClock(NOW));
    private final org.countersign.testing.EhrServer ehr = org.countersign.testing.EhrServer.start();
    private Parts hub;
    private ECKey key;

    @BeforeEach
    void start() throws Exception {
        key = new ECKeyGenerator(Curve.P_384).keyID("hub-1").generate();
        ehr.guardBy(issuer);
        Appointment appointment = new Appointment();
        appointment.setId("4711");
        ehr.write(appointment);
        Map<String, Object> settings = Map.of(
                "countersign.ehr.url",
                ehr.url(),
                "countersign.ehr.smart.client-id",
                "hub",
                "countersign.ehr.smart.scope",
                "system/*.r",
                "countersign.smart.keys",
                KeyFiles.jwks(folder, "hub.json", key).toString());
        hub = new Parts(NOW, settings, "fhir", "event", "resource");
    }

    @AfterEach
    void stop() {
        hub.close();
        ehr.close();
        issuer.close();
    }

    @Test
    void whenATokenIsTakenBackUnderManyReadsOneNewOneServesThemAll() throws Exception {
        register();
        assertThat(readAtOnce()).allMatch(ResourceAnswer.Found.class::isInstance);
        assertThat(issuer.requests()).isEqualTo(1);
        issuer.revoke();
        assertThat(readAtOnce()).allMatch(ResourceAnswer.Found.class::isInstance);
        assertThat(issuer.requests()).isEqualTo(2);
    }

    @Test
    void aReadWithoutATokenSaysWhyThereIsNoneAndWorksOnceThereIs() {
        assertThatThrownBy(() -> EhrServer.found(read()))
                .isInstanceOf(OperationalException.class)
                .hasMessage("The token endpoint " + issuer.tokenEndpoint() + " answered HTTP 400 invalid_client");
        register();
        assertThat(EhrServer.found(read())).isPresent();
    }

    private void register() {
        issuer.register("hub", () -> new JWKSet(key).toString(true));
    }

    private ResourceAnswer read() {
        return hub.get(EhrServer.class).client().orElseThrow().read("Appointment/4711");
    }

    private List<ResourceAnswer> readAtOnce() throws Exception {
        Callable<ResourceAnswer> reading = this::read;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(THREADS, reading)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
