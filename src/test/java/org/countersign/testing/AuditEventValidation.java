package org.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Resource;

/** Judges AuditEvents by base FHIR R4 and by the profiles in {@code fhir-profiles/}. Made once for the JVM: it is slow. */
public final class AuditEventValidation {

    private static final Path PROFILES = Path.of("fhir-profiles");
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    private AuditEventValidation() {}

    /** Fails unless {@code event} names one of our profiles and keeps to it and to base R4. */
    public static void assertValid(AuditEvent event) {
        assertThat(event.getMeta().getProfile()).hasSize(1);
        assertThat(event.getMeta().getProfile().getFirst().getValue())
                .startsWith("https://countersign.org/fhir/StructureDefinition/");
        assertThat(problems(event)).isEmpty();
    }

    /** What is wrong with {@code resource}, by the profiles that it names. */
    public static List<String> problems(Resource resource) {
        // Read back from JSON, since that is what others get.
        String json = CONTEXT.newJsonParser().encodeResourceToString(resource);
        return Validator.INSTANCE.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
                .map(AuditEventValidation::sentence)
                .toList();
    }

    /** The resources of {@code fhir-profiles/}, without the examples. */
    public static List<Resource> definitions() {
        try (Stream<Path> files = Files.list(PROFILES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(AuditEventValidation::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Resource read(Path file) {
        try {
            return (Resource) CONTEXT.newJsonParser().parseResource(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }

    private static final class Validator {

        static final FhirValidator INSTANCE = create();

        private static FhirValidator create() {
            var ours = new PrePopulatedValidationSupport(CONTEXT);
            definitions().forEach(ours::addResource);
            var chain = new ValidationSupportChain(
                    new DefaultProfileValidationSupport(CONTEXT),
                    ours,
                    new CommonCodeSystemsTerminologyService(CONTEXT),
                    new InMemoryTerminologyServerValidationSupport(CONTEXT),
                    new SnapshotGeneratingValidationSupport(CONTEXT));
            var module = new FhirInstanceValidator(chain);
            module.setErrorForUnknownProfiles(true);
            module.setNoTerminologyChecks(false);
            // What Patient/1 refers to is a Patient, though there is none to look at.
            module.setAssumeValidRestReferences(true);
            return CONTEXT.newValidator().registerValidatorModule(module);
        }
    }
}
