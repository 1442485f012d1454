package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.LANDLINE;
import static org.countersign.policy.ClinicalEvents.MAIL;
import static org.countersign.policy.ClinicalEvents.MOBILE;
import static org.countersign.policy.ClinicalEvents.appointment;
import static org.countersign.policy.ClinicalEvents.event;
import static org.countersign.policy.ClinicalEvents.phone;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.ContactConsent;
import org.countersign.event.ContactConsent.Medium;
import org.countersign.event.Person;
import org.countersign.event.Proxy;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Skip;
import org.countersign.policy.PolicyDecision.SkipReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a policy writes to, when, and what it leaves out. The facility is in UTC. */
class PlannerTest {

    /** At home in California, where it is 21:30 of the day before at {@link #NIGHT}. */
    private static final Telecom CALIFORNIAN = MOBILE;

    private static final Telecom BRITISH_MOBILE = phone("+447911123456", Use.MOBILE, LineType.MOBILE);

    /** Of no place: a number of Australia's mobiles, whose country has several zones. */
    private static final Telecom AUSTRALIAN = phone("+61491570006", Use.MOBILE, LineType.MOBILE);

    private static final Telecom MOTHERS = phone("+14155550142", Use.MOBILE, LineType.MOBILE);
    private static final Telecom FATHERS = phone("+14155550143", Use.MOBILE, LineType.MOBILE);
    private static final Instant NIGHT = Instant.parse("2026-06-02T04:30:00Z");
    private static final Instant MORNING = Instant.parse("2026-06-02T15:00:00Z");
    private static final Proxy MOTHER = new Proxy(Set.of("MTH", "N"), List.of(MOTHERS));
    private static final Proxy FATHER = new Proxy(Set.of("FTH"), List.of(FATHERS));
    private static final String PROXIES = "proxies: {relationships: [FTH, MTH], when: minor}\n";
    private static final String HOLD = "quietHours: {from: \"21:00\", until: \"08:00\"}\n";
    private static final String SKIP = "quietHours: {from: \"21:00\", until: \"08:00\", then: skip}\n";

    @TempDir
    Path temporary;

    private PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary);
    }

    // ---- quiet hours

    @Test
    void aChallengeWaitsForTheMorningWhereTheNumberIsAtHome() {
        Reach reach = reach(HOLD, person(CALIFORNIAN, MAIL), NIGHT);
        assertThat(reach.heldUntil()).contains(MORNING);
        assertThat(transports(reach)).containsExactly(Transport.SMS, Transport.VOICE, Transport.EMAIL);
        assertThat(reach.steps().getFirst().quiet().orElseThrow().zone().getRules())
                .isEqualTo(ZoneId.of("America/Los_Angeles").getRules());
        assertThat(reach.steps().getLast().quiet()).as("mail disturbs nobody").isEmpty();
    }

    @Test
    void byDayNothingIsHeldAndTheStepsKeepTheirQuietHours() {
        Reach reach = reach(HOLD, person(CALIFORNIAN), MORNING);
        assertThat(reach.heldUntil()).isEmpty();
        assertThat(reach.steps()).allMatch(step -> step.quiet().isPresent());
    }

    @Test
    void aNumberOfNoCertainPlaceGoesByTheFacilitysClocks() {
        assertThat(reach(HOLD, person(AUSTRALIAN), NIGHT).heldUntil()).contains(Instant.parse("2026-06-02T08:00:00Z"));
        assertThat(reach(HOLD, person(AUSTRALIAN), Instant.parse("2026-06-02T12:00:00Z"))
                        .heldUntil())
                .isEmpty();
        assertThat(reach(HOLD, person(BRITISH_MOBILE), Instant.parse("2026-06-01T20:15:00Z"))
                        .heldUntil())
                .as("21:15 in summer, by a clock that is an hour before the facility's")
                .contains(Instant.parse("2026-06-02T07:00:00Z"));
    }

    @Test
    void whereAStepThatDisturbsNobodyComesFirstItIsSentAtOnce() {
        Reach reach = reach(HOLD.replace("}", ", transports: [voice]}"), person(CALIFORNIAN), NIGHT);
        assertThat(reach.heldUntil()).isEmpty();
        assertThat(transports(reach)).containsExactly(Transport.SMS, Transport.VOICE);
    }

    @Test
    void whatDoesNotWaitLeavesOutWhatIsQuiet() {
        Reach reach = reach(SKIP, person(CALIFORNIAN, MAIL), NIGHT);
        assertThat(reach.heldUntil()).isEmpty();
        assertThat(transports(reach)).containsExactly(Transport.EMAIL);
    }

    @Test
    void whereNothingIsLeftNobodyIsChallengedAndItIsSaidWhy() {
        assertSkipped(
                decide(SKIP, refill(person(CALIFORNIAN)), NIGHT),
                SkipReason.QUIET_HOURS,
                "it is quiet, and no step of the policy can be sent now");
    }

    @Test
    void anAppointmentThatStartsWhileItIsQuietIsNotChallenged() {
        folder.write("a.yaml", PolicyFolder.APPOINTMENT + HOLD);
        assertSkipped(
                folder.read().decide(booked(MORNING), NIGHT),
                SkipReason.QUIET_HOURS,
                "it is quiet until the appointment has started");
        assertThat(folder.read().decide(booked(MORNING.plusSeconds(1)), NIGHT)).isInstanceOf(Require.class);
    }

    @Test
    void whatAnApplicationAsksForIsSentAtAnyHourUnlessThePolicySaysOtherwise() {
        String portal = PolicyFolder.REFILL
                .replace("purpose: refill", "purpose: portal")
                .replace("[refill]", "[request]")
                .replace(", drug", "");
        ClinicalAct act = new ClinicalAct.Registration(Sensitive.of("contacts"), "");
        ClinicalEvent asked = event(ClinicalEvent.REQUEST, Change.NEW, act, person(CALIFORNIAN, MAIL));
        folder.write("a.yaml", portal + HOLD);
        Reach loud = ((Require) folder.read().decide(asked, NIGHT)).plan().reach();
        assertThat(loud.heldUntil()).isEmpty();
        assertThat(loud.steps()).hasSize(3).allMatch(step -> step.quiet().isEmpty());
        folder.write("a.yaml", portal + HOLD.replace("}", ", requests: true}"));
        Reach quiet = ((Require) folder.read().decide(asked, NIGHT)).plan().reach();
        assertThat(quiet.heldUntil()).as("who asks does not wait").isEmpty();
        assertThat(transports(quiet)).containsExactly(Transport.EMAIL);
    }

    // ---- what the patient refused

    @Test
    void aMediumThatThePatientRefusedIsLeftOut() {
        Person refusing = person(CALIFORNIAN, MAIL)
                .consenting(List.of(refused(Medium.TEXT, Optional.empty()), granted(Medium.EMAIL)));
        assertThat(transports(reach("", refusing, NIGHT))).containsExactly(Transport.VOICE, Transport.EMAIL);
        assertThat(transports(reach("evenIf: [refused]\n", refusing, NIGHT)))
                .containsExactly(Transport.SMS, Transport.VOICE, Transport.EMAIL);
    }

    @Test
    void whereEachMediumWasRefusedItIsSaidBySource() {
        Person refusing = person(CALIFORNIAN)
                .consenting(List.of(
                        refused(Medium.TEXT, Optional.empty()),
                        new ContactConsent("PD1-11", Medium.CALL, true, Optional.empty())));
        assertSkipped(
                decide("", refill(refusing), NIGHT),
                SkipReason.REFUSED,
                "the patient refused call by PD1-11, text by Consent/1");
    }

    @Test
    void aRefusalHoldsUntilItsEnd() {
        Person refusing = person(CALIFORNIAN).consenting(List.of(refused(Medium.TEXT, Optional.of(NIGHT))));
        assertThat(transports(reach("", refusing, NIGHT.minusMillis(1)))).containsExactly(Transport.VOICE);
        assertThat(transports(reach("", refusing, NIGHT))).containsExactly(Transport.SMS, Transport.VOICE);
    }

    @Test
    void aRefusalThatIsNotWhyIsNotBlamed() {
        Person unreachable = person().consenting(List.of(refused(Medium.TEXT, Optional.empty())));
        assertSkipped(decide("", refill(unreachable), NIGHT), SkipReason.UNREACHABLE, "no telecoms");
    }

    // ---- proxies

    @Test
    void aProxyIsNeverWrittenToWithoutAPolicyThatSaysSo() {
        assertSkipped(decide("", refill(child("2020-01-01")), NIGHT), SkipReason.UNREACHABLE, "no telecoms");
    }

    @Test
    void whileThePatientIsUnderAgeTheFirstRelationshipOfThePolicyThatCanBeReachedIsWrittenTo() {
        Reach reach = reach(PROXIES, child("2008-06-03"), NIGHT);
        assertThat(reach.proxy()).contains("FTH");
        assertThat(reach.steps()).extracting(PlannedStep::address).containsOnly(FATHERS.value());
        Reach mother = reach(PROXIES.replace("FTH, ", ""), child("2008-06-03"), NIGHT);
        assertThat(mother.proxy()).contains("MTH");
    }

    @Test
    void fromTheBirthdayOnNoProxyIsWrittenTo() {
        assertSkipped(decide(PROXIES, refill(child("2008-06-02")), NIGHT), SkipReason.UNREACHABLE, "no telecoms");
        assertThat(reach(PROXIES.replace("minor", "minor, adultAt: 21"), child("2008-06-02"), NIGHT)
                        .proxy())
                .isPresent();
    }

    @Test
    void whoseAgeNobodyKnowsIsNoMinor() {
        Person unknown = with(Optional.empty(), List.of(CALIFORNIAN), List.of(MOTHER));
        assertThat(reach(PROXIES, unknown, NIGHT).proxy()).isEmpty();
    }

    @Test
    void whereNoProxyCanBeReachedAMinorIsWrittenToThemselves() {
        Proxy landline = new Proxy(Set.of("MTH"), List.of(phone("+4420", Use.HOME, LineType.INVALID)));
        Person child = with(Optional.of("2020-01-01"), List.of(CALIFORNIAN), List.of(landline));
        Reach reach = reach(PROXIES, child, NIGHT);
        assertThat(reach.proxy()).isEmpty();
        assertThat(reach.steps()).extracting(PlannedStep::address).containsOnly(CALIFORNIAN.value());
    }

    @Test
    void whereOnlyTheUnreachableHaveProxiesThePatientGoesBefore() {
        String unreachable = PROXIES.replace("minor", "unreachable");
        Person reachable = with(Optional.empty(), List.of(LANDLINE), List.of(MOTHER));
        assertThat(reach(unreachable, reachable, NIGHT).proxy()).isEmpty();
        assertThat(reach(unreachable, child("1950-01-01"), NIGHT).proxy()).contains("FTH");
        Person always = with(Optional.empty(), List.of(CALIFORNIAN), List.of(MOTHER));
        assertThat(reach(PROXIES.replace("minor", "always"), always, NIGHT).proxy())
                .contains("MTH");
    }

    @Test
    void whoRefusedToBeWrittenToIsNotUnreachable() {
        Person refusing = with(Optional.empty(), List.of(CALIFORNIAN), List.of(MOTHER))
                .consenting(List.of(
                        refused(Medium.TEXT, Optional.empty()),
                        new ContactConsent("PD1-11", Medium.CALL, true, Optional.empty())));
        assertThat(((Skip) decide(PROXIES.replace("minor", "unreachable"), refill(refusing), NIGHT)).reason())
                .isEqualTo(SkipReason.REFUSED);
    }

    @Test
    void whatThePatientRefusedIsNoWordOfTheProxys() {
        Person child = child("2020-01-01").consenting(List.of(refused(Medium.TEXT, Optional.empty())));
        assertThat(transports(reach(PROXIES, child, NIGHT))).contains(Transport.SMS);
    }

    @Test
    void aPlannedStepLeadsToTheProxyUntilTheRecordTellsOtherwise() {
        PlannedStep step = reach(PROXIES, child("2020-01-01"), NIGHT).steps().getFirst();
        Optional<String> father = Optional.of("FTH");
        assertThat(Planner.reaches(step, father, child("2020-01-01"), NIGHT)).isTrue();
        assertThat(Planner.reaches(step, father, person(CALIFORNIAN), NIGHT))
                .as("the message tells of no proxies")
                .isTrue();
        Person motherAlone = with(Optional.empty(), List.of(CALIFORNIAN), List.of(MOTHER));
        assertThat(Planner.reaches(step, father, motherAlone, NIGHT)).isFalse();
    }

    private PolicyDecision decide(String more, ClinicalEvent event, Instant now) {
        return folder.write("a.yaml", PolicyFolder.REFILL + more).read().decide(event, now);
    }

    private Reach reach(String more, Person person, Instant now) {
        return ((Require) decide(more, refill(person), now)).plan().reach();
    }

    private static void assertSkipped(PolicyDecision decision, SkipReason reason, String detail) {
        assertThat(decision).isEqualTo(new Skip(reason, detail));
    }

    private static List<Transport> transports(Reach reach) {
        return reach.steps().stream().map(PlannedStep::transport).toList();
    }

    private static ClinicalEvent refill(Person person) {
        return event("RDE^O11", Change.NEW, ClinicalEvents.REFILL, person);
    }

    private static ClinicalEvent booked(Instant start) {
        return event("SIU^S12", Change.NEW, appointment(Optional.of(start)), person(CALIFORNIAN));
    }

    private static Person person(Telecom... telecoms) {
        return with(Optional.empty(), List.of(telecoms), List.of());
    }

    private static Person child(String birth) {
        return with(Optional.of(birth), List.of(), List.of(MOTHER, FATHER));
    }

    private static Person with(Optional<String> birth, List<Telecom> telecoms, List<Proxy> proxies) {
        return new Person(
                List.of(new Person.Identifier(Sensitive.of("4711"), "HOSP", "MR")),
                Sensitive.of("Ada Lovelace"),
                birth.map(LocalDate::parse).map(Sensitive::of),
                Optional.empty(),
                false,
                true,
                telecoms,
                true,
                Set.of(),
                List.of(),
                proxies);
    }

    private static ContactConsent refused(Medium medium, Optional<Instant> until) {
        return new ContactConsent("Consent/1", medium, true, until);
    }

    private static ContactConsent granted(Medium medium) {
        return new ContactConsent("Consent/2", medium, false, Optional.empty());
    }
}
