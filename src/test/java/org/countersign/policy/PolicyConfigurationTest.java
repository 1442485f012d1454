package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.policy.PolicyDecision.Require;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

class PolicyConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(PolicyConfiguration.class)
            .withBean(
                    SpokenLanguages.class, () -> locale -> !locale.getLanguage().equals("tlh"));

    @TempDir
    Path routes;

    @Test
    void withoutAnySettingTheShippedPoliciesAreReadAndTheLanguageOfTheRegionIsSpoken() {
        runner.run(context -> {
            assertThat(context.getBean(PolicyCatalog.class).names()).contains("appointment", "refill", "staff");
            assertThat(locale(context.getBean(PolicyCatalog.class))).isEqualTo(Locale.US);
        });
    }

    @Test
    void theFolderAndTheLocaleCanBeSet() throws IOException {
        policies().write("one.yaml", PolicyFolder.APPOINTMENT);
        runner.withPropertyValues("countersign.routes=" + routes, "countersign.locale=pt-BR")
                .run(context -> {
                    PolicyCatalog catalog = context.getBean(PolicyCatalog.class);
                    assertThat(catalog.names()).containsExactly("appointment");
                    assertThat(locale(catalog)).isEqualTo(Locale.of("pt", "BR"));
                });
    }

    @Test
    void aBadPolicyStopsTheStartAndIsShownBySentence() throws IOException {
        policies().write("one.yaml", PolicyFolder.REFILL + "tries: 9\n");
        runner.withPropertyValues("countersign.routes=" + routes).run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            assertThat(failure).rootCause().isInstanceOf(InvalidPoliciesException.class);
            assertThat(new InvalidPoliciesAnalyzer().analyze(failure).getDescription())
                    .endsWith("policies/one.yaml:9:1: tries is 9, expected a whole number from 1 to 5");
        });
    }

    @Test
    void theSentencesReachThePersonWhoStartsTheHub() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(InvalidPoliciesAnalyzer.class);
    }

    private PolicyFolder policies() throws IOException {
        return new PolicyFolder(Files.createDirectory(routes.resolve("policies")));
    }

    private static Locale locale(PolicyCatalog catalog) {
        PolicyDecision decision = catalog.decide(
                ClinicalEvents.event(
                        "SIU^S12",
                        Change.NEW,
                        ClinicalEvents.APPOINTMENT,
                        ClinicalEvents.person(ClinicalEvents.MOBILE)),
                ClinicalEvents.NOW);
        return ((Require) decision).plan().locale();
    }
}
