package org.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FhirServerIT {

    private final FhirServer server = FhirServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBatchIsAppliedEntryByEntryAndReadBack() {
        server.refuse("b", 422);

        Bundle answer = client().transaction()
                .withBundle(batch(event("a", "1"), event("b", "2"), event("c", "3")))
                .execute();

        assertThat(answer.getEntry())
                .extracting(entry -> entry.getResponse().getStatus().substring(0, 3))
                .containsExactly("201", "422", "201");
        assertThat(server.auditEvents())
                .extracting(event -> event.getIdElement().getIdPart())
                .containsExactly("a", "c");
        assertThat(client().read()
                        .resource(AuditEvent.class)
                        .withId("c")
                        .execute()
                        .getOutcomeDesc())
                .isEqualTo("3");
    }

    @Test
    void theSameAgainIsNoNewVersionAndAnotherIs() {
        client().transaction().withBundle(batch(event("a", "1"))).execute();
        client().transaction().withBundle(batch(event("a", "1"))).execute();
        assertThat(version("a")).isEqualTo("1");

        client().transaction().withBundle(batch(event("a", "2"))).execute();
        assertThat(version("a")).isEqualTo("2");
    }

    @Test
    void whatItKeepsSurvivesARestartOnTheSamePort() {
        client().transaction().withBundle(batch(event("a", "1"))).execute();
        String url = server.url();

        server.stop();
        assertThatThrownBy(this::search).isInstanceOf(FhirClientConnectionException.class);
        server.restart();

        assertThat(server.url()).isEqualTo(url);
        assertThat(search().getEntry()).hasSize(1);
    }

    @Test
    void itFindsByIdentifierOfPatientAndEntity() {
        AuditEvent found = event("a", "1");
        found.addEntity()
                .setWhat(new Reference()
                        .setType("Patient")
                        .setIdentifier(new Identifier().setSystem("urn:x").setValue("P1")));
        client().transaction().withBundle(batch(found, event("b", "2"))).execute();

        assertThat(search("patient.identifier=urn:x|P1").getEntry()).hasSize(1);
        assertThat(search("entity.identifier=P1").getEntry()).hasSize(1);
        assertThat(search("patient.identifier=urn:x|P2").getEntry()).isEmpty();
    }

    @Test
    void itFailsAsTold() {
        server.failWith(503);
        assertThatThrownBy(this::search).isInstanceOf(BaseServerResponseException.class);
        server.drop();
        assertThatThrownBy(this::search).isInstanceOf(FhirClientConnectionException.class);
        assertThat(server.auditEvents()).isEmpty();

        server.applyAndDrop();
        assertThatThrownBy(() -> client().transaction()
                        .withBundle(batch(event("a", "1")))
                        .execute())
                .isInstanceOf(FhirClientConnectionException.class);
        assertThat(server.auditEvents()).hasSize(1);

        server.recover();
        assertThat(search().getEntry()).hasSize(1);
    }

    private Bundle search() {
        return search("");
    }

    private Bundle search(String query) {
        return client().search()
                .byUrl("AuditEvent?" + query)
                .returnBundle(Bundle.class)
                .execute();
    }

    private String version(String id) {
        return server.auditEvents().stream()
                .filter(event -> event.getIdElement().getIdPart().equals(id))
                .findFirst()
                .orElseThrow()
                .getIdElement()
                .getVersionIdPart();
    }

    private IGenericClient client() {
        FhirContext context = FhirContext.forR4Cached();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        return context.newRestfulGenericClient(server.url());
    }

    private static Bundle batch(AuditEvent... events) {
        var batch = new Bundle().setType(BundleType.BATCH);
        for (AuditEvent event : events) {
            batch.addEntry()
                    .setResource(event)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl("AuditEvent/" + event.getIdElement().getIdPart());
        }
        return batch;
    }

    private static AuditEvent event(String id, String text) {
        var event = new AuditEvent().setOutcomeDesc(text);
        event.setId(id);
        return event;
    }
}
