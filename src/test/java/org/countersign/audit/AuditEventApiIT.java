package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.testing.AuditEventValidation;
import org.countersign.testing.TestDatabase;
import org.countersign.testing.TestKeys;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class AuditEventApiIT {

    private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00.123456Z");
    private static final UUID OTHER_CHALLENGE = UUID.fromString("0d9a5d0e-3c6b-4a1f-8f5e-2b7c9d1e4f60");

    /** What the searches find among, one entry a minute; a new kind would be found by some, and is left out. */
    static final List<AuditKind> KINDS = List.of(
            AuditKind.MESSAGE_READ,
            AuditKind.MESSAGE_FAILED,
            AuditKind.CODE_ISSUED,
            AuditKind.CODE_SENT,
            AuditKind.CODE_DELIVERED,
            AuditKind.SEND_FAILED,
            AuditKind.CODE_VERIFIED,
            AuditKind.CODE_REFUSED,
            AuditKind.CHALLENGE_LOCKED,
            AuditKind.CHALLENGE_EXPIRED,
            AuditKind.CHALLENGE_CANCELLED,
            AuditKind.CHALLENGE_SUPERSEDED,
            AuditKind.CODE_UNDELIVERED);

    private static TestDatabase database;
    private static ConfigurableApplicationContext hub;
    private static String base;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        hub = new SpringApplicationBuilder(Parts.class).run("--server.port=0");
        base = "http://127.0.0.1:"
                + ((ServletWebServerApplicationContext) hub).getWebServer().getPort() + "/fhir/";
        AuditTrail trail = hub.getBean(AuditTrail.class);
        database.transactions().executeWithoutResult(open -> fill(trail));
    }

    @AfterAll
    static void stop() {
        hub.close();
        database.close();
    }

    /** One entry of each kind, a minute apart; then another patient's, with another challenge, act and sender. */
    private static void fill(AuditTrail trail) {
        Instant at = BEGIN;
        for (AuditKind kind : KINDS) {
            AuditFact fact = AuditFacts.fact(kind);
            trail.append(new AuditFact(
                    kind, fact.outcome(), at, fact.challengeId(), fact.inboxId(), fact.subject(), fact.details()));
            at = at.plus(Duration.ofMinutes(1));
        }
        trail.append(new AuditFact(
                AuditKind.CODE_VERIFIED,
                AuditOutcome.SUCCESS,
                at,
                Optional.of(OTHER_CHALLENGE),
                OptionalLong.empty(),
                Optional.of(AuditFacts.patient("MRN-2")),
                Map.of("act", "Appointment/A-1", "facility", "South", "verifier", "portal")));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void whatIsReadIsValidAndTheSameAsWhatIsFound(AuditKind kind) throws Exception {
        AuditEvent found = found("subtype=" + kind.code()).getFirst();
        AuditEvent read =
                (AuditEvent) resource(get("AuditEvent/" + found.getIdElement().getIdPart()), 200);

        AuditEventValidation.assertValid(read);
        assertThat(read.getSubtypeFirstRep().getCode()).isEqualTo(kind.code());
        assertThat(json(read)).isEqualTo(json(found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "subtype=code-sent code-sent",
                "subtype=code-sent,code-issued code-sent+code-issued",
                "subtype=https://countersign.org/fhir/CodeSystem/countersign-event|code-sent code-sent",
                "subtype=disclose code-sent+code-delivered+send-failed",
                "subtype=urn:x|code-sent none",
                "subtype=code-guessed none",
                "type=110107 message-read+message-failed",
                "type=http://dicom.nema.org/resources/ontology/DCM|110107 message-read+message-failed",
                "action=C message-read+message-failed",
                "action=C&type=110106 none",
                "outcome=8 challenge-locked+challenge-expired",
                "outcome=4,8&type=110114 code-refused+challenge-locked+challenge-expired",
                "outcome=7 none",
                "date=ge2026-11-23T08:02:00.123Z&date=lt2026-11-23T08:04:00.123Z code-issued+code-sent",
                "date=gt2026-11-23T08:02:00.123Z&date=le2026-11-23T08:04:00.123Z code-sent+code-delivered",
                "date=2026-11-23T08:03:00.123Z code-sent",
                "date=2026-11-23T08:03Z code-sent",
                "date=lt2026-11-23 none",
                "date=2026-11-22 none",
                "date=gt2026-11-23 none",
                "date=sa2026-11-22&subtype=code-sent code-sent",
                "date=2026-11-23&subtype=code-sent code-sent",
                "date=2026-11&subtype=code-sent code-sent",
                "date=2026-10 none",
                "date=2026&subtype=code-sent code-sent",
                "date=lt2027&subtype=code-sent code-sent",
                "date=gt2026 none",
                "date=2026-11-23T10:03:00+02:00&subtype=code-sent code-sent",
                "date=eb2026-11-23T08:03:01Z&date=sa2026-11-23T08:02:01Z code-sent",
                "date=2026-11-23T08:03:00Z code-sent",
                "agent-name=SCHED message-read+message-failed",
                "agent-name=heduling none",
                "altid=portal code-verified",
                "entity.identifier=urn:ietf:rfc:3986|urn:uuid:0d9a5d0e-3c6b-4a1f-8f5e-2b7c9d1e4f60 code-verified",
                "entity:identifier=urn:uuid:0d9a5d0e-3c6b-4a1f-8f5e-2b7c9d1e4f60 code-verified",
                "entity.identifier=https://countersign.org/fhir/NamingSystem/control-id|MSG00001 message-read+message-failed",
                "entity.identifier=https://countersign.org/fhir/sid/South|A-1 code-verified",
                "entity.identifier=https://countersign.org/fhir/sid/HOSP|MRN-2 code-verified",
                "entity.identifier=https://countersign.org/fhir/sid/North+Clinic|RX-77&subtype=code-sent code-sent",
                "entity.identifier=https://countersign.org/fhir/sid/South|RX-77 none",
                "entity.identifier=urn:ietf:rfc:3986|nonsense none",
                "patient.identifier=https://countersign.org/fhir/sid/HOSP|MRN-2 code-verified",
                "patient:identifier=https://countersign.org/fhir/sid/HOSP|MRN-2 code-verified",
                "patient.identifier=https://countersign.org/fhir/sid/OTHER|MRN-2 none",
                "patient.identifier=|MRN-2 none",
                "_id=nonsense none",
            })
    void aSearchFindsWhatItAsksForAndNothingElse(String query, String subtypes) throws Exception {
        Set<String> expected = subtypes.equals("none") ? Set.of() : Set.of(subtypes.split("\\+"));

        assertThat(subtypes(found(query))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aPatientIsFoundInEachOfTheirEntries() throws Exception {
        Bundle all = search("patient.identifier=https://countersign.org/fhir/sid/HOSP|MRN-1&_count=500");

        assertThat(all.getTotal()).isEqualTo(KINDS.size());
        assertThat(all.getEntry()).hasSize(KINDS.size());
    }

    @Test
    void anEventIsFoundByItsId() throws Exception {
        String id = found("subtype=code-issued").getFirst().getIdElement().getIdPart();

        assertThat(subtypes(found("_id=" + id))).containsExactly("code-issued");
    }

    @Test
    void theNewestComesFirstUnlessTheOldestIsAskedFor() throws Exception {
        assertThat(subtypes(found("")).getFirst()).isEqualTo("code-verified");
        assertThat(subtypes(found("_sort=-date"))).isEqualTo(subtypes(found("")));
        assertThat(subtypes(found("_sort=date"))).isEqualTo(subtypes(found("")).reversed());
    }

    @Test
    void pagesLeadThroughAllThatWasFound() throws Exception {
        int all = KINDS.size() + 1;
        Set<String> seen = new TreeSet<>();
        int pages = 0;
        Optional<String> next = Optional.of(base + "AuditEvent?_sort=date&_count=5");
        while (next.isPresent()) {
            Bundle page = (Bundle) resource(send(URI.create(next.get())), 200);
            assertThat(page.getTotal()).isEqualTo(all);
            page.getEntry()
                    .forEach(
                            entry -> seen.add(entry.getResource().getIdElement().getIdPart()));
            next = Optional.ofNullable(page.getLink("next")).map(BundleLinkComponent::getUrl);
            pages++;
        }

        assertThat(pages).isEqualTo(Math.ceilDiv(all, 5));
        assertThat(seen).hasSize(all);
    }

    @Test
    void aPageKnowsTheOneBefore() throws Exception {
        Bundle second = search("_sort=date&_count=5&_offset=5");
        Bundle first =
                (Bundle) resource(send(URI.create(second.getLink("previous").getUrl())), 200);

        assertThat(ids(first)).isEqualTo(ids(search("_sort=date&_count=5")));
    }

    @Test
    void countZeroGivesTheTotalAlone() throws Exception {
        Bundle none = search("_count=0");

        assertThat(none.getTotal()).isEqualTo(KINDS.size() + 1);
        assertThat(none.getEntry()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AuditEvent?foo=bar",
                "AuditEvent?_foo=bar",
                "AuditEvent?_lastUpdated=gt2026-01-01",
                "AuditEvent?_include=AuditEvent:patient",
                "AuditEvent?subtype:not=code-sent",
                "AuditEvent?subtype:missing=true",
                "AuditEvent?agent-name:contains=x",
                "AuditEvent?patient=Patient/1",
                "AuditEvent?patient.identifier=MRN-1",
                "AuditEvent?patient.identifier=https://countersign.org/fhir/sid/%zz|MRN-1",
                "AuditEvent?entity=Task/1",
                "AuditEvent?date=yesterday",
                "AuditEvent?date=ne2026-11-23",
                "AuditEvent?_sort=outcome",
                "AuditEvent?_sort=date,outcome",
                "AuditEvent?_count=-1",
                "AuditEvent?_offset=-1",
                "AuditEvent?_count=many",
            })
    void whatIsNotSupportedIsRefusedAndNotIgnored(String query) throws Exception {
        OperationOutcome outcome = (OperationOutcome) resource(get(query), 400);

        assertThat(outcome.getIssueFirstRep().getDiagnostics())
                .isNotBlank()
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuditEvent/nonsense", "AuditEvent/6f3c1c52-5d1a-4c9e-9a3c-0c8a4b1d2e3f", "Patient/1"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(resource(get(path), 404)).isInstanceOf(OperationOutcome.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
    void theTrailCannotBeWritten(String method) throws Exception {
        String id = found("subtype=code-issued").getFirst().getIdElement().getIdPart();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "AuditEvent/" + id))
                .method(method, HttpRequest.BodyPublishers.ofString("{\"resourceType\":\"AuditEvent\"}"))
                .header("Content-Type", "application/fhir+json")
                .build();
        HttpResponse<String> answer;
        try (var client = HttpClient.newHttpClient()) {
            answer = client.send(request, BodyHandlers.ofString());
        }

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(found("_id=" + id)).hasSize(1);
    }

    @Test
    void itIsJsonUnlessXmlIsAskedForAndPrettyOnDemand() throws Exception {
        HttpResponse<String> plain = get("AuditEvent?_count=1");

        assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/fhir+json");
        assertThat(plain.body()).doesNotContain("\n");
        assertThat(get("AuditEvent?_count=1&_pretty=true").body()).contains("\n");
        assertThat(get("AuditEvent?_count=1&_format=xml").body()).startsWith("<Bundle");
    }

    @Test
    void theCapabilityStatementTellsWhatCanBeAsked() throws Exception {
        var statement = (CapabilityStatement) resource(get("metadata"), 200);
        var audit = statement.getRestFirstRep().getResource().stream()
                .filter(resource -> resource.getType().equals("AuditEvent"))
                .findFirst()
                .orElseThrow();

        assertThat(audit.getInteraction())
                .extracting(interaction -> interaction.getCode().toCode())
                .containsExactlyInAnyOrder("read", "search-type");
        assertThat(audit.getSearchParam())
                .extracting(parameter -> parameter.getName())
                .contains("date", "type", "subtype", "action", "outcome", "agent-name", "altid");
        assertThat(statement.getSoftware().getName()).isEqualTo("Countersign");
    }

    @Test
    void aFailureInsideTellsNothingOfItself() throws Exception {
        database.jdbc()
                .sql("alter table audit_entry rename to audit_entry_away")
                .update();
        try {
            HttpResponse<String> answer =
                    get("AuditEvent?patient.identifier=https://countersign.org/fhir/sid/HOSP|MRN-1");

            var outcome = (OperationOutcome) resource(answer, 500);
            assertThat(outcome.getIssueFirstRep().getDiagnostics())
                    .isEqualTo("The hub could not answer. Its log says where it failed.");
            assertThat(answer.body()).doesNotContain("audit_entry").doesNotContain("MRN-1");
        } finally {
            database.jdbc()
                    .sql("alter table audit_entry_away rename to audit_entry")
                    .update();
        }
    }

    private static String json(AuditEvent event) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(event);
    }

    private static List<AuditEvent> found(String query) throws Exception {
        return search(query).getEntry().stream()
                .map(entry -> (AuditEvent) entry.getResource())
                .toList();
    }

    private static Bundle search(String query) throws Exception {
        return (Bundle) resource(get("AuditEvent?" + query), 200);
    }

    private static List<String> subtypes(List<AuditEvent> events) {
        return events.stream()
                .map(event -> event.getSubtypeFirstRep().getCode())
                .toList();
    }

    private static List<String> ids(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }

    private static Resource resource(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(answer.body());
    }

    /** Gets a path below the base; the values of its query are not encoded yet, but for a percent sign in a system. */
    private static HttpResponse<String> get(String path) throws Exception {
        int question = path.indexOf('?');
        if (question < 0) {
            return send(URI.create(base + path));
        }
        String query = List.of(path.substring(question + 1).split("&")).stream()
                .map(AuditEventApiIT::encoded)
                .collect(Collectors.joining("&"));
        return send(URI.create(base + path.substring(0, question + 1) + query));
    }

    private static String encoded(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? pair
                : pair.substring(0, equals + 1) + URLEncoder.encode(pair.substring(equals + 1), StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> send(URI uri) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    /** No @Configuration, lest a scan of the package finds it. */
    @ComponentScan({"org.countersign.smart", "org.countersign.fhir"})
    @ConfigurationPropertiesScan("org.countersign.smart")
    @ImportAutoConfiguration({PropertyPlaceholderAutoConfiguration.class, ServletWebServerFactoryAutoConfiguration.class
    })
    @EnableConfigurationProperties(AuditProperties.class)
    @Import(AuditConfiguration.class)
    static class Parts {

        @Bean
        DataSource dataSource() {
            return database.dataSource();
        }

        @Bean
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        JdbcClient jdbcClient(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        KeyRing keyRing() {
            return AuditFacts.KEYS;
        }

        @Bean
        Pseudonyms pseudonyms() {
            return TestKeys.pseudonyms();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
