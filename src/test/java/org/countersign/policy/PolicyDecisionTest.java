package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.APPOINTMENT;
import static org.countersign.policy.ClinicalEvents.LANDLINE;
import static org.countersign.policy.ClinicalEvents.MAIL;
import static org.countersign.policy.ClinicalEvents.MOBILE;
import static org.countersign.policy.ClinicalEvents.NOW;
import static org.countersign.policy.ClinicalEvents.REFILL;
import static org.countersign.policy.ClinicalEvents.appointment;
import static org.countersign.policy.ClinicalEvents.event;
import static org.countersign.policy.ClinicalEvents.person;
import static org.countersign.policy.ClinicalEvents.telecom;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Skip;
import org.countersign.policy.PolicyDecision.SkipReason;
import org.countersign.policy.PolicyDecision.Withdraw;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDecisionTest {

    private static final Person REACHABLE = person(MOBILE, MAIL);

    @TempDir
    Path temporary;

    PolicyFolder folder;

    @BeforeEach
    void write() {
        folder = new PolicyFolder(temporary)
                .write("appointment.yaml", PolicyFolder.APPOINTMENT)
                .write("refill.yaml", PolicyFolder.REFILL);
    }

    @Test
    void aPlanHoldsWhatThePolicySays() {
        ChallengePlan plan = plan(booked(APPOINTMENT, REACHABLE));
        assertThat(plan)
                .isEqualTo(new ChallengePlan(
                        "appointment",
                        Purpose.APPOINTMENT,
                        List.of(
                                new PlannedStep(
                                        Transport.SMS, MOBILE.value(), Duration.ofSeconds(60), Success.DELIVERED),
                                new PlannedStep(
                                        Transport.EMAIL, MAIL.value(), Duration.ofSeconds(60), Success.VERIFIED)),
                        Duration.ofMinutes(5),
                        6,
                        3,
                        new java.util.TreeMap<>(
                                Map.of("reference", "Appointment/B-1", "start", "2026-11-25T09:00:00Z")),
                        Locale.ENGLISH));
    }

    @Test
    void aPlanHoldsSinceWhenTheRecordHasTheAddress() {
        Telecom mobile = ClinicalEvents.valid(MOBILE, Optional.of(NOW.minus(Duration.ofDays(700))), Optional.empty());
        assertThat(plan(booked(APPOINTMENT, person(mobile, MAIL))).steps())
                .extracting(PlannedStep::since)
                .containsExactly(mobile.from(), Optional.empty());
    }

    @Test
    void whatAPolicySetsIsInThePlan() {
        folder.write(
                "refill.yaml",
                PolicyFolder.REFILL
                        + "codeLength: 8\ntries: 5\ntimeToLive: 10m\nwhen: {facilities: [Main Hospital]}\n");
        ChallengePlan plan = plan(event("RDE^O11", Change.NEW, REFILL, REACHABLE));
        assertThat(plan.codeLength()).isEqualTo(8);
        assertThat(plan.tries()).isEqualTo(5);
        assertThat(plan.timeToLive()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void onlyNamedValuesAreBound() {
        assertThat(plan(event("RDE^O11", Change.NEW, REFILL, REACHABLE)).binding())
                .containsOnly(
                        Map.entry("reference", "MedicationRequest/RX-7"), Map.entry("drug", "197361 Amlodipine 5 MG"));
    }

    @Test
    void aStepWithoutAnAddressIsLeftOut() {
        ChallengePlan plan = plan(event("RDE^O11", Change.NEW, REFILL, person(LANDLINE, MAIL)));
        assertThat(plan.steps().stream().map(PlannedStep::transport)).containsExactly(Transport.VOICE, Transport.EMAIL);
    }

    @Test
    void thePersonsLanguageIsSpokenElseTheConfiguredOne() {
        Person german = person(false, true, Optional.of(Locale.GERMAN), List.of(MOBILE));
        assertThat(plan(booked(APPOINTMENT, german)).locale()).isEqualTo(Locale.GERMAN);
        PolicyDecision decision = PolicyCatalog.read(
                        temporary, new LocaleChooser(Optional.of(Locale.FRENCH), locale -> true))
                .decide(booked(APPOINTMENT, REACHABLE), NOW);
        assertThat(((Require) decision).plan().locale()).isEqualTo(Locale.FRENCH);
    }

    @Test
    void aChangedActIsChallengedAgain() {
        assertThat(plan(event("SIU^S13", Change.CHANGED, APPOINTMENT, REACHABLE))
                        .policy())
                .isEqualTo("appointment");
    }

    @Test
    void trainingAndDebuggingNeverChallengeNorWithdraw() {
        for (Change change : Change.values()) {
            ClinicalEvent event = event("SIU^S12", change, APPOINTMENT, Optional.of(REACHABLE), false, "Main Hospital");
            assertSkipped(event, SkipReason.NOT_PRODUCTION, "MSH-11 is T or D: training or debugging");
        }
    }

    @Test
    void nobodyIsNotChallenged() {
        ClinicalEvent event = event("SIU^S12", Change.NEW, APPOINTMENT, Optional.empty(), true, "Main Hospital");
        assertSkipped(event, SkipReason.NO_PATIENT, "the message names no patient");
    }

    @Test
    void theDeadAreNotChallenged() {
        Person dead = person(true, true, Optional.empty(), List.of(MOBILE));
        assertSkipped(booked(APPOINTMENT, dead), SkipReason.DECEASED, "the patient is recorded as deceased");
    }

    @Test
    void theInactiveAreNotChallenged() {
        Person inactive = person(false, false, Optional.empty(), List.of(MOBILE));
        assertSkipped(booked(APPOINTMENT, inactive), SkipReason.INACTIVE, "the patient's record is inactive");
    }

    @Test
    void anAppointmentThatStartsNowOrHasStartedIsNotChallenged() {
        for (Duration ago : List.of(Duration.ZERO, Duration.ofDays(1))) {
            ClinicalAct past = appointment(Optional.of(NOW.minus(ago)));
            assertSkipped(booked(past, REACHABLE), SkipReason.IN_THE_PAST, "the appointment has started");
        }
        assertThat(plan(booked(appointment(Optional.of(NOW.plusMillis(1))), REACHABLE)))
                .isNotNull();
    }

    @Test
    void anActWithoutAReferenceIsNotChallenged() {
        ClinicalAct nameless = new ClinicalAct.Appointment("", "", Optional.empty(), "", "", Sensitive.of(""));
        assertSkipped(
                booked(nameless, REACHABLE), SkipReason.NO_REFERENCE, "the message has no identifier for the act");
    }

    @Test
    void whatIsNoActOfOursIsNotChallenged() {
        ClinicalAct other = new ClinicalAct.Other("ADT is about no act");
        assertSkipped(event("ADT^A01", Change.NEW, other, REACHABLE), SkipReason.NO_POLICY, "ADT is about no act");
        assertSkipped(
                event("SIU^S12", Change.NONE, APPOINTMENT, REACHABLE),
                SkipReason.NO_POLICY,
                "the event changes nothing that a challenge could be for");
    }

    @Test
    void aTypeThatNoPolicyNamesIsNotChallenged() {
        assertSkipped(
                event("SIU^S14", Change.NEW, APPOINTMENT, REACHABLE),
                SkipReason.NO_POLICY,
                "no policy names its type under on");
    }

    @Test
    void anHl7TypeOfAnotherActDoesNotTrigger() {
        folder.write("refill.yaml", PolicyFolder.REFILL.replace("[refill]", "[RDE^O11]"));
        assertSkipped(
                event("RDE^O11", Change.NEW, APPOINTMENT, REACHABLE),
                SkipReason.NO_POLICY,
                "no policy names its type under on");
    }

    @Test
    void conditionsThatDoNotHoldAreToldForEachPolicy() {
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "when: {facilities: [North]}\n")
                .write("late.yaml", named("late") + "when: {minimumLead: 2d}\n");
        String detail = "appointment: the facility is not among its facilities;"
                + " late: the appointment starts in less than 2d";
        assertSkipped(booked(APPOINTMENT, REACHABLE), SkipReason.NO_POLICY, detail);
    }

    @Test
    void anAppointmentWithoutAStartIsChallengedUnlessThePolicyHasAMinimumLead() {
        ClinicalEvent event = booked(appointment(Optional.empty()), REACHABLE);
        assertThat(plan(event).binding()).containsEntry("start", "");
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "when: {minimumLead: 1h}\n");
        assertSkipped(
                event, SkipReason.NO_POLICY, "appointment: the appointment has no start to hold minimumLead against");
    }

    @Test
    void aMinimumLeadHoldsWhenItIsJustMet() {
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "when: {minimumLead: 1d}\n");
        assertThat(plan(booked(APPOINTMENT, REACHABLE)).policy()).isEqualTo("appointment");
    }

    @Test
    void theFirstFileByNameWhoseConditionsHoldDecides() {
        folder.write("appointment-north.yaml", named("north") + "when: {facilities: [North]}\n");
        ClinicalEvent north = event("SIU^S12", Change.NEW, APPOINTMENT, Optional.of(REACHABLE), true, "North");
        assertThat(plan(north).policy()).isEqualTo("north");
        assertThat(plan(booked(APPOINTMENT, REACHABLE)).policy()).isEqualTo("appointment");
    }

    @Test
    void thosePeopleWhomNothingReachesAreCountedByWhy() {
        Person faxOnly = person(
                telecom(Kind.FAX, Use.HOME, "+14155550109", LineType.FIXED),
                telecom(Kind.PHONE, Use.EMERGENCY, "+14155550108", LineType.MOBILE));
        assertSkipped(booked(APPOINTMENT, faxOnly), SkipReason.UNREACHABLE, "2 telecoms: 1 fax, 1 emergency use");
        assertSkipped(booked(APPOINTMENT, person()), SkipReason.UNREACHABLE, "no telecoms");
        assertSkipped(
                booked(APPOINTMENT, person(LANDLINE)),
                SkipReason.UNREACHABLE,
                "1 telecom: 1 landline (wanted: email, sms)");
    }

    @Test
    void aCancellationWithdraws() {
        assertThat(decide(event("SIU^S15", Change.CANCELLED, APPOINTMENT, REACHABLE)))
                .isEqualTo(new Withdraw("appointment", "the act was cancelled"));
        assertThat(decide(event("ORM^O01", Change.CANCELLED, REFILL, REACHABLE)))
                .isEqualTo(new Withdraw("refill", "the act was cancelled"));
    }

    @Test
    void aCancellationWithdrawsForTheDeadTheUnreachableAndThePast() {
        Person dead = person(true, false, Optional.empty(), List.of());
        ClinicalAct past = appointment(Optional.of(NOW.minusSeconds(60)));
        assertThat(decide(event("SIU^S15", Change.CANCELLED, past, dead))).isInstanceOf(Withdraw.class);
    }

    @Test
    void aCancellationWithdrawsWhateverTheConditions() {
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "when: {facilities: [North], minimumLead: 9d}\n");
        assertThat(decide(event("SIU^S15", Change.CANCELLED, APPOINTMENT, REACHABLE)))
                .isInstanceOf(Withdraw.class);
    }

    @Test
    void withdrawOnNarrowsTheCancellations() {
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "withdrawOn: [SIU^S15]\n");
        assertThat(decide(event("SIU^S15", Change.CANCELLED, APPOINTMENT, REACHABLE)))
                .isInstanceOf(Withdraw.class);
        assertSkipped(
                event("SIU^S26", Change.CANCELLED, APPOINTMENT, REACHABLE),
                SkipReason.NO_POLICY,
                "no policy names its type under withdrawOn or on");
    }

    @Test
    void aMessageThatCouldChallengeCanAlwaysWithdraw() {
        folder.write("appointment.yaml", PolicyFolder.APPOINTMENT + "withdrawOn: [SIU^S15]\n");
        assertThat(decide(event("SIU^S13", Change.CANCELLED, APPOINTMENT, REACHABLE)))
                .isEqualTo(new Withdraw("appointment", "the act was cancelled"));
    }

    @Test
    void anAmendedActThatIsNotChallengedAgainLosesItsPendingChallenge() {
        ClinicalAct past = appointment(Optional.of(NOW.minusSeconds(60)));
        assertThat(decide(event("SIU^S13", Change.CHANGED, past, REACHABLE)))
                .isEqualTo(new Withdraw(
                        "appointment", "the act was amended and is not challenged again, the appointment has started"));
        assertThat(decide(event("SIU^S14", Change.CHANGED, APPOINTMENT, REACHABLE)))
                .isEqualTo(new Withdraw(
                        "appointment",
                        "the act was amended and is not challenged again, no policy names its type under on"));
    }

    @Test
    void noSentenceHoldsAPatientsData() {
        Telecom invalid = telecom(Kind.PHONE, Use.MOBILE, "+1415555", LineType.INVALID);
        for (Change change : Change.values()) {
            assertThat(decide(event("RDE^O11", change, REFILL, person(invalid))).toString())
                    .doesNotContain("1415555", "Lovelace", "4711", "Amlodipine");
        }
    }

    private static String named(String name) {
        return PolicyFolder.APPOINTMENT.replace("name: appointment", "name: " + name);
    }

    private static ClinicalEvent booked(ClinicalAct act, Person person) {
        return event("SIU^S12", Change.NEW, act, person);
    }

    private PolicyDecision decide(ClinicalEvent event) {
        return folder.read().decide(event, NOW);
    }

    private ChallengePlan plan(ClinicalEvent event) {
        return ((Require) decide(event)).plan();
    }

    private void assertSkipped(ClinicalEvent event, SkipReason reason, String detail) {
        assertThat(decide(event)).isEqualTo(new Skip(reason, detail));
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(Person.Restriction.class)
    void aRestrictedPersonIsNotWrittenToUnlessThePolicySaysSo(Person.Restriction restriction, @TempDir Path temporary) {
        Person open = person(MOBILE);
        Person restricted = new Person(
                open.identifiers(),
                open.name(),
                open.birthDate(),
                open.language(),
                false,
                true,
                open.telecoms(),
                true,
                java.util.Set.of(restriction),
                List.of(),
                List.of());
        ClinicalEvent event = event("SIU^S12", Change.NEW, APPOINTMENT, restricted);
        PolicyFolder folder = new PolicyFolder(temporary).write("a.yaml", PolicyFolder.APPOINTMENT);
        assertThat(((Skip) folder.read().decide(event, NOW)).reason().name()).isEqualTo(restriction.name());
        String word = restriction.name().toLowerCase(java.util.Locale.ROOT);
        folder.write("a.yaml", PolicyFolder.APPOINTMENT + "evenIf: [" + word + "]\n");
        assertThat(folder.read().decide(event, NOW)).isInstanceOf(Require.class);
    }
}
