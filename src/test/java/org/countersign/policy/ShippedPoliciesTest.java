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

import java.nio.file.Path;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Withdraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies in {@code routes/policies}, as they are shipped. */
class ShippedPoliciesTest {

    private static final PolicyCatalog CATALOG = PolicyCatalog.read(Path.of("routes", "policies"));

    @Test
    void thereIsOneForAppointmentsAndOneForRefills() {
        assertThat(CATALOG.names()).containsExactly("appointment", "refill");
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
    @ValueSource(strings = {"SIU^S15", "SIU^S17", "SIU^S26"})
    void everyAppointmentCancelledIsWithdrawn(String type) {
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

    private static ChallengePlan plan(PolicyDecision decision) {
        return ((Require) decision).plan();
    }
}
