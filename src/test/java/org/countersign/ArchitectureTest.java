package org.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/** The fences of DESIGN.md that packages alone do not hold. */
@AnalyzeClasses(packages = "org.countersign", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Pattern FOR_JDBC = Pattern.compile(".*(Store|Inbox|Outbox|Sealer|Trail|Configuration|Rows)");

    @ArchTest
    static final ArchRule camelStaysAtTheRim = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..callback..",
                    "..provider..",
                    "..channel..",
                    "..terms..",
                    "..lookup..",
                    "..silent..",
                    "..routing..",
                    "..intake..",
                    "..answer..",
                    "..dispatch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule theHl7ModelStaysInEventAndAnswer = noClasses()
            .that()
            .resideOutsideOfPackages("..event..", "..answer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ca.uhn.hl7v2..");

    @ArchTest
    static final ArchRule fhirStaysAtItsRims = noClasses()
            .that()
            .resideOutsideOfPackages("..fhir..", "..audit..", "..answer..", "..resource..", "..fhirintake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ca.uhn.fhir..", "org.hl7.fhir..");

    @ArchTest
    static final ArchRule sqlStandsInStores = classes()
            .that(describe(
                    "speak SQL",
                    type -> type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(use -> resideInAnyPackage("org.springframework.jdbc.core..", "java.sql..")
                                    .test(use.getTargetClass()))))
            .and(describe("are not of the node", type -> !type.getPackageName().endsWith(".node")))
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.be(describe(
                    "named for it", type -> FOR_JDBC.matcher(outermost(type)).matches())));

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule purePackagesDoNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage("..event..", "..message..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule beansAreMadeInOneConfigurationAPackage =
            noClasses().should().beAnnotatedWith(Component.class).orShould().beAnnotatedWith(Service.class);

    @ArchTest
    static final ArchRule configurationsAreOfTheirPackageAlone = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .beDeclaredInClassesThat(describe(
                    "are package-private and called so",
                    type -> type.isAnnotatedWith(Configuration.class)
                            && !type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                            && type.getSimpleName().endsWith("Configuration")));

    @ArchTest
    static final ArchRule namesSayWhatATypeIs =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor|Handler|Service)");

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getSimpleName());
    }
}
