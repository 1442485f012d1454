package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.countersign.testing.AuditEventValidation;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples in {@code fhir-profiles/} are what the mapper makes; rewrite them with {@code -Dgolden.write=true}. */
class AuditEventExamplesTest {

    private static final Path EXAMPLES = Path.of("fhir-profiles", "examples");

    @ParameterizedTest
    @EnumSource(AuditKind.class)
    void theExampleOfEachKindIsWhatTheMapperMakes(AuditKind kind) throws IOException {
        Path file = EXAMPLES.resolve(name(kind));
        String made = FhirContext.forR4Cached()
                        .newJsonParser()
                        .setPrettyPrint(true)
                        .encodeResourceToString(AuditFacts.event(kind))
                + "\n";
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(EXAMPLES);
            Files.writeString(file, made);
        }

        assertThat(Files.readString(file)).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource(AuditKind.class)
    void theExampleOfEachKindIsValid(AuditKind kind) throws IOException {
        AuditEventValidation.assertValid(FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(AuditEvent.class, Files.readString(EXAMPLES.resolve(name(kind)))));
    }

    @Test
    void thereIsNoExampleOfWhatDoesNotExist() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(AuditKind.values())
                            .map(AuditEventExamplesTest::name)
                            .toList());
        }
    }

    @Test
    void theCodeSystemHasEachKindUnderItsCodeAndDisplay() {
        CodeSystem events = only(CodeSystem.class);

        assertThat(events.getConcept().stream().map(concept -> concept.getCode() + " = " + concept.getDisplay()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AuditKind.values())
                        .map(kind -> kind.code() + " = " + AuditEventGroup.display(kind))
                        .toList());
        assertThat(events.getConcept())
                .allSatisfy(concept -> assertThat(concept.getDefinition()).isNotBlank());
        assertThat(events.getCount()).isEqualTo(events.getConcept().size());
        assertThat(events.getUrl()).isEqualTo(AuditCodes.EVENTS);
    }

    @ParameterizedTest
    @EnumSource(AuditEventGroup.class)
    void eachProfileHasItsValueSetOfExactlyItsKinds(AuditEventGroup group) {
        String url = group.profile().replace("StructureDefinition", "ValueSet");
        ValueSet set = AuditEventValidation.definitions().stream()
                .filter(ValueSet.class::isInstance)
                .map(ValueSet.class::cast)
                .filter(one -> one.getUrl().equals(url))
                .findFirst()
                .orElseThrow();

        assertThat(set.getCompose().getIncludeFirstRep().getConcept().stream().map(concept -> concept.getCode()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AuditKind.values())
                        .filter(kind -> AuditEventGroup.of(kind) == group)
                        .map(AuditKind::code)
                        .toList());
    }

    @Test
    void theDefinitionsAreValidThemselves() {
        for (Resource definition : AuditEventValidation.definitions()) {
            assertThat(AuditEventValidation.problems(definition))
                    .as(definition.getId())
                    .isEmpty();
        }
    }

    private static String name(AuditKind kind) {
        return "AuditEvent-" + kind.code() + ".json";
    }

    private static <T extends Resource> T only(Class<T> type) {
        List<T> found = AuditEventValidation.definitions().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
