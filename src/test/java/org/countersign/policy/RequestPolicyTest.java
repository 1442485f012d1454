package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.LANDLINE;
import static org.countersign.policy.ClinicalEvents.MOBILE;
import static org.countersign.policy.ClinicalEvents.NOW;
import static org.countersign.policy.ClinicalEvents.event;
import static org.countersign.policy.ClinicalEvents.person;

import java.nio.file.Path;
import java.time.Duration;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.platform.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies for what applications ask for by the API. */
class RequestPolicyTest {

    private static final PolicyCatalog SHIPPED = PolicyCatalog.read(Path.of("routes", "policies"));

    @Test
    void aRequestOfAPortalIsChallengedAndAChangeOfTheRecordIsNot() {
        assertThat(SHIPPED.decide(portal(ClinicalEvent.REQUEST, Change.NEW, person(MOBILE)), NOW))
                .isInstanceOf(PolicyDecision.Require.class);
        assertThat(SHIPPED.decide(portal("ADT^A08", Change.CHANGED, person(MOBILE)), NOW))
                .isInstanceOf(PolicyDecision.Skip.class);
    }

    @Test
    void aBlankPlanIsThatOfThePolicyWithoutStepsWhoeverThePersonIs() {
        ClinicalEvent unreachable = portal(ClinicalEvent.REQUEST, Change.NEW, person(LANDLINE));
        assertThat(SHIPPED.decide(unreachable, NOW)).isInstanceOf(PolicyDecision.Skip.class);
        ChallengePlan blank = SHIPPED.blank(unreachable, NOW).orElseThrow();
        ChallengePlan plan = ((PolicyDecision.Require)
                        SHIPPED.decide(portal(ClinicalEvent.REQUEST, Change.NEW, person(MOBILE)), NOW))
                .plan();
        assertThat(blank.steps()).isEmpty();
        assertThat(blank.policy()).isEqualTo(plan.policy());
        assertThat(blank.timeToLive()).isEqualTo(plan.timeToLive());
        assertThat(blank.tries()).isEqualTo(plan.tries());
        assertThat(blank.codeLength()).isEqualTo(plan.codeLength());
    }

    @Test
    void wherePoliciesAreForOtherFacilitiesThereIsNoBlankPlan(@TempDir Path folder) {
        PolicyCatalog catalog =
                new PolicyFolder(folder).write("staff.yaml", """
                        name: staff
                        purpose: staff
                        on: [request]
                        when: {facilities: [North]}
                        steps: [{transport: sms}]
                        timeToLive: 2m
                        binding: [reference]
                        """).read();
        ClinicalAct signIn = new ClinicalAct.SignIn("S-1", "ward");
        assertThat(catalog.blank(event(ClinicalEvent.REQUEST, Change.NEW, signIn, person(MOBILE)), NOW))
                .isEmpty();
        ClinicalEvent north =
                event(ClinicalEvent.REQUEST, Change.NEW, signIn, java.util.Optional.of(person(MOBILE)), true, "North");
        assertThat(catalog.blank(north, NOW).orElseThrow().timeToLive()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aPolicyForAnotherPurposeCannotBeForRequests(@TempDir Path folder) {
        String complaint = new PolicyFolder(folder)
                .write("refill.yaml", PolicyFolder.REFILL.replace("on: [refill]", "on: [request]"))
                .complaint();
        assertThat(complaint)
                .contains(
                        "on[0] is \"request\", which is about a sign-in of staff, while purpose refill is about a refill");
    }

    private static ClinicalEvent portal(String trigger, Change change, Person person) {
        return event(trigger, change, new ClinicalAct.Registration(Sensitive.of("contacts"), ""), person);
    }
}
