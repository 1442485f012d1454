package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.APPOINTMENT;
import static org.countersign.policy.ClinicalEvents.LANDLINE;
import static org.countersign.policy.ClinicalEvents.MAIL;
import static org.countersign.policy.ClinicalEvents.MOBILE;
import static org.countersign.policy.ClinicalEvents.NOW;
import static org.countersign.policy.ClinicalEvents.REFILL;
import static org.countersign.policy.ClinicalEvents.event;
import static org.countersign.policy.ClinicalEvents.person;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies in {@code routes/policies}, as they are shipped. */
class ShippedPoliciesTest {

    private static final Path SHIPPED = Path.of("routes", "policies");
    private static final PolicyCatalog CATALOG = PolicyCatalog.read(SHIPPED);

    @Test
    void thereIsOneForEachPurpose() {
        assertThat(CATALOG.names())
                .containsExactly("telehealth", "appointment", "billing", "portal-result", "portal", "refill", "staff");
    }

    @Test
    void aSignInOfStaffIsChallengedByPhoneAlone() {
        ClinicalAct signIn = new ClinicalAct.SignIn("S-1", "ward");
        ChallengePlan plan =
                plan(CATALOG.decide(event("staff", Change.NEW, signIn, person(LANDLINE, MAIL, MOBILE)), NOW));
        assertThat(plan.purpose()).isEqualTo(Purpose.STAFF);
        assertThat(plan.steps().stream().map(PlannedStep::transport)).containsExactly(Transport.SMS, Transport.VOICE);
    }

    @Test
    void anAppointmentByVideoIsForTelehealthAndOthersAreNot() {
        ClinicalAct video = new ClinicalAct.Appointment(
                "A-1",
                "B-1",
                Optional.empty(),
                "Booked",
                "",
                Sensitive.of("Visit"),
                Sensitive.of(List.of("VIDEO")),
                false);
        assertThat(plan(CATALOG.decide(event("SIU^S12", Change.NEW, video, person(MOBILE)), NOW))
                        .purpose())
                .isEqualTo(Purpose.TELEHEALTH);
        assertThat(plan(CATALOG.decide(event("SIU^S12", Change.NEW, APPOINTMENT, person(MOBILE)), NOW))
                        .purpose())
                .isEqualTo(Purpose.APPOINTMENT);
    }

    @Test
    void aDispenseEndsWhatTheRefillWaitsFor() {
        assertThat(CATALOG.decide(event("RDS^O13", Change.DONE, REFILL, person(MOBILE)), NOW))
                .isEqualTo(new Withdraw("refill", "the act was done without waiting for the code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIU^S12", "SIU^S13", "SIU^S14"})
    void everyAppointmentBookedOrMovedIsChallengedBySmsThenEMail(String type) {
        Change change = type.equals("SIU^S12") ? Change.NEW : Change.CHANGED;
        ChallengePlan plan = plan(CATALOG.decide(event(type, change, APPOINTMENT, person(MAIL, MOBILE)), NOW));
        assertThat(plan.purpose()).isEqualTo(Purpose.APPOINTMENT);
        assertThat(plan.steps().stream().map(PlannedStep::transport)).containsExactly(Transport.SMS, Transport.EMAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIU^S12", "SIU^S13", "SIU^S14", "SIU^S15", "SIU^S17", "SIU^S26"})
    void everyAppointmentCancelledIsWithdrawnInWhicheverMessage(String type) {
        assertThat(CATALOG.decide(event(type, Change.CANCELLED, APPOINTMENT, person(MOBILE)), NOW))
                .isInstanceOf(Withdraw.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RDE^O11", "RDE^O25", "ORM^O01", "OMP^O09"})
    void everyRefillIsChallengedAndItsCancellationWithdrawn(String type) {
        ChallengePlan plan = plan(CATALOG.decide(event(type, Change.NEW, REFILL, person(LANDLINE, MAIL, MOBILE)), NOW));
        assertThat(plan.purpose()).isEqualTo(Purpose.REFILL);
        assertThat(plan.steps().stream().map(PlannedStep::transport))
                .containsExactly(Transport.SMS, Transport.VOICE, Transport.EMAIL);
        assertThat(CATALOG.decide(event(type, Change.CANCELLED, REFILL, person(MOBILE)), NOW))
                .isInstanceOf(Withdraw.class);
    }

    @Test
    void theExampleOfTheGuideWorksBesideThem(@TempDir Path temporary) throws IOException {
        String guide = Files.readString(SHIPPED.resolve("README.md"));
        int start = guide.indexOf("```yaml\n") + "```yaml\n".length();
        String example = guide.substring(start, guide.indexOf("```", start));
        PolicyFolder folder = new PolicyFolder(temporary)
                .write("appointment-oncology.yaml", example)
                .write("appointment.yaml", Files.readString(SHIPPED.resolve("appointment.yaml")));
        ClinicalAct tomorrow = APPOINTMENT;
        ClinicalAct inAnHour = ClinicalEvents.appointment(Optional.of(NOW.plus(Duration.ofHours(1))));
        assertThat(plan(folder.read().decide(oncology(tomorrow), NOW)).policy()).isEqualTo("appointment-oncology");
        assertThat(plan(folder.read().decide(oncology(inAnHour), NOW)).policy()).isEqualTo("appointment");
    }

    @Test
    void theGuideHasEveryKeyOfTheSchema() throws IOException {
        String guide = Files.readString(SHIPPED.resolve("README.md"));
        String schema = Files.readString(Path.of("src", "main", "resources", "policy.schema.json"));
        List<String> keys = Pattern.compile("^(?: {4}| {8}| {10})\"([a-zA-Z]+)\": \\{$", Pattern.MULTILINE)
                .matcher(schema)
                .results()
                .map(match -> match.group(1))
                .filter(key -> !Set.of("items", "properties", "trigger", "when").contains(key))
                .toList();
        assertThat(keys).contains("name", "minimumLead", "success");
        assertThat(keys).allSatisfy(key -> assertThat(guide).containsPattern("\\| `[a-zA-Z.\\[\\]]*" + key + "` \\|"));
    }

    private static ClinicalEvent oncology(ClinicalAct act) {
        return event("SIU^S12", Change.NEW, act, Optional.of(person(MOBILE)), true, "Oncology Clinic");
    }

    private static ChallengePlan plan(PolicyDecision decision) {
        return ((Require) decision).plan();
    }
}
