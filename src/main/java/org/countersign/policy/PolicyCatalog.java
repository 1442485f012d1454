package org.countersign.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Person.Restriction;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Skip;
import org.countersign.policy.PolicyDecision.SkipReason;
import org.countersign.policy.PolicyDecision.Withdraw;

/**
 * The policies, in order of their file names: the first one whose trigger and conditions hold decides. So a special
 * case goes into a file that comes earlier ({@code appointment-oncology.yaml} before {@code appointment.yaml}).
 *
 * <p>An appointment without a start is challenged, unless the policy has a minimum lead, which it then does not meet.
 *
 * <p>An amended act that is not to be challenged again loses its pending challenge all the same: that code is for what
 * the act was before.
 */
public final class PolicyCatalog {

    private volatile List<Policy> policies;
    private final LocaleChooser locales;

    private PolicyCatalog(List<Policy> policies, LocaleChooser locales) {
        this.policies = policies;
        this.locales = locales;
    }

    /** {@link #read(Path, LocaleChooser)} with English for people whose language the sender does not tell. */
    public static PolicyCatalog read(Path policiesFolder) {
        return read(policiesFolder, new LocaleChooser(Optional.of(Locale.ENGLISH), locale -> true));
    }

    /**
     * Reads and checks every {@code *.yaml} of a folder.
     *
     * @param locales chooses the language of the words
     * @throws InvalidPoliciesException with every problem of every file
     * @throws org.countersign.platform.OperationalException when a file cannot be read
     */
    public static PolicyCatalog read(Path policiesFolder, LocaleChooser locales) {
        return new PolicyCatalog(PolicyReader.read(policiesFolder, locales), locales);
    }

    /**
     * Reads the policies of another folder; this catalogue stays as it is.
     *
     * @throws InvalidPoliciesException with every problem of every file
     */
    public PolicyCatalog reread(Path policiesFolder) {
        return read(policiesFolder, locales);
    }

    /** Has the policies of {@code other} from now on; a decision that is being made goes on by those it began with. */
    public void adopt(PolicyCatalog other) {
        policies = other.policies;
    }

    /** Names of the policies, in their order. */
    public List<String> names() {
        return policies.stream().map(Policy::name).toList();
    }

    /** What to do about {@code event}; pure. Its sentences hold no patient's data. */
    public PolicyDecision decide(ClinicalEvent event, Instant now) {
        return new PolicyCatalog(policies, locales).decideByThese(event, now);
    }

    private PolicyDecision decideByThese(ClinicalEvent event, Instant now) {
        Optional<Skip> unclear = unclear(event);
        if (unclear.isPresent()) {
            return unclear.get();
        }
        Person person = event.person().orElseThrow();
        return switch (event.change()) {
            case NEW -> challenge(event, person, now);
            case CHANGED -> rechallenge(event, challenge(event, person, now));
            case CANCELLED -> withdraw(event, "the act was cancelled");
            case DONE -> withdraw(event, "the act was done without waiting for the code");
            case NONE -> throw new IllegalStateException("An event without a change is unclear");
        };
    }

    /** What bars any decision about the event's act, even to withdraw. */
    private static Optional<Skip> unclear(ClinicalEvent event) {
        if (!event.production()) {
            return skip(SkipReason.NOT_PRODUCTION, "MSH-11 is T or D: training or debugging");
        }
        if (event.act() instanceof ClinicalAct.Other other) {
            return skip(SkipReason.NO_POLICY, other.why());
        }
        if (event.change() == Change.NONE) {
            return skip(SkipReason.NO_POLICY, "the event changes nothing that a challenge could be for");
        }
        if (event.person().isEmpty()) {
            return skip(SkipReason.NO_PATIENT, "the message names no patient");
        }
        return event.act().reference().isEmpty()
                ? skip(SkipReason.NO_REFERENCE, "the message has no identifier for the act")
                : Optional.empty();
    }

    private PolicyDecision challenge(ClinicalEvent event, Person person, Instant now) {
        Optional<Skip> pointless = pointless(event.act(), person, now);
        if (pointless.isPresent()) {
            return pointless.get();
        }
        List<String> passedOver = new ArrayList<>();
        for (Policy policy : policies) {
            if (policy.triggeredBy(event)) {
                Optional<String> unmet = policy.when().unmet(event, now);
                if (unmet.isEmpty()) {
                    return restricted(policy, person)
                            .<PolicyDecision>map(skip -> skip)
                            .orElseGet(() -> plan(policy, event, person, now));
                }
                passedOver.add(policy.name() + ": " + unmet.get());
            }
        }
        String detail = passedOver.isEmpty() ? "no policy names its type under on" : String.join("; ", passedOver);
        return new Skip(SkipReason.NO_POLICY, detail);
    }

    /** What bars this policy from writing to the person, the gravest first. */
    private static Optional<Skip> restricted(Policy policy, Person person) {
        return Stream.of(Restriction.values())
                .filter(bar -> person.restrictions().contains(bar)
                        && !policy.evenIf().restrictions().contains(bar))
                .findFirst()
                .map(bar -> switch (bar) {
                    case PUBLICITY -> new Skip(SkipReason.PUBLICITY, "PD1-11 says that the patient wants no publicity");
                    case PROTECTED -> new Skip(SkipReason.PROTECTED, "PD1-12 says that the record is protected");
                    case VIP -> new Skip(SkipReason.VIP, "PV1-16 holds a VIP indicator");
                });
    }

    /** Nobody could, or need, answer. */
    private static Optional<Skip> pointless(ClinicalAct act, Person person, Instant now) {
        if (person.deceased()) {
            return skip(SkipReason.DECEASED, "the patient is recorded as deceased");
        }
        if (!person.active()) {
            return skip(SkipReason.INACTIVE, "the patient's record is inactive");
        }
        boolean started = act instanceof ClinicalAct.Appointment appointment
                && appointment.start().filter(start -> !start.isAfter(now)).isPresent();
        return started ? skip(SkipReason.IN_THE_PAST, "the appointment has started") : Optional.empty();
    }

    private PolicyDecision plan(Policy policy, ClinicalEvent event, Person person, Instant now) {
        Planner planner = new Planner(policy, event, now);
        Optional<Reach> reach = planner.reach();
        if (reach.isEmpty()) {
            return planner.refusal()
                    .map(why -> new Skip(SkipReason.REFUSED, why))
                    .orElseGet(() -> new Skip(
                            SkipReason.UNREACHABLE,
                            TelecomChooser.explain(person.telecoms(), policy.transports(), now)));
        }
        return late(event.act(), reach.get())
                .<PolicyDecision>map(why -> new Skip(SkipReason.QUIET_HOURS, why))
                .orElseGet(() -> new Require(plan(policy, event, person, reach.get())));
    }

    /** Why a code would come too late for its act; empty where it does not. */
    private static Optional<String> late(ClinicalAct act, Reach reach) {
        if (reach.steps().isEmpty()) {
            return Optional.of("it is quiet, and no step of the policy can be sent now");
        }
        boolean starts = act instanceof ClinicalAct.Appointment appointment
                && appointment
                        .start()
                        .flatMap(start -> reach.heldUntil().filter(held -> !start.isAfter(held)))
                        .isPresent();
        return starts ? Optional.of("it is quiet until the appointment has started") : Optional.empty();
    }

    /**
     * How the policy that is for {@code event} would challenge, if it could: a plan without steps, for a challenge that
     * looks like any other and by which nobody is written to.
     *
     * @return empty where no policy is for the event, whoever its person is
     */
    public Optional<ChallengePlan> blank(ClinicalEvent event, Instant now) {
        return policies.stream()
                .filter(policy -> policy.triggeredBy(event)
                        && policy.when().unmet(event, now).isEmpty())
                .findFirst()
                .map(policy -> plan(policy, event, event.person().orElseThrow(), Reach.NOBODY));
    }

    private ChallengePlan plan(Policy policy, ClinicalEvent event, Person person, Reach reach) {
        Map<String, String> bindable = event.act().bindable();
        SortedMap<String, String> binding = new TreeMap<>();
        policy.binding().forEach(name -> binding.put(name, Objects.requireNonNull(bindable.get(name))));
        return new ChallengePlan(
                policy.name(),
                policy.purpose(),
                reach,
                policy.timeToLive(),
                policy.codeLength(),
                policy.tries(),
                binding,
                locales.choose(person.language(), policy.locale(), event.site().region()));
    }

    /** By which ways a policy writes to people; by none where it is there no more. */
    public Set<Transport> transports(String policy) {
        return policies.stream()
                .filter(one -> one.name().equals(policy))
                .findFirst()
                .map(Policy::transports)
                .orElse(Set.of());
    }

    /**
     * Whether {@code person}, or who stands for them, can still be reached by {@code step} where it leads.
     *
     * @param proxy what the one who is written to is to the patient; empty for the patient
     */
    public boolean reaches(PlannedStep step, Optional<String> proxy, Person person, Instant now) {
        return Planner.reaches(step, proxy, person, now);
    }

    /**
     * How a policy would reach a person as they can be reached now.
     *
     * @param timeToLive as that of a {@link ChallengePlan}
     */
    public record Renewal(Reach reach, Duration timeToLive) {}

    /**
     * Reaches the event's person anew.
     *
     * @param policy name of the policy; one that is there no more reaches nobody
     * @return empty where nobody can be written to
     */
    public Optional<Renewal> replan(String policy, ClinicalEvent event, Instant now) {
        return policies.stream()
                .filter(one -> one.name().equals(policy))
                .findFirst()
                .flatMap(one -> new Planner(one, event, now).reach().map(reach -> new Renewal(reach, one.timeToLive())))
                .filter(renewal -> !renewal.reach().steps().isEmpty());
    }

    /** Whether {@code policy} has a step of {@code transport}; one that is there no more has none. */
    public boolean uses(String policy, Transport transport) {
        return policies.stream()
                .filter(one -> one.name().equals(policy))
                .anyMatch(one -> one.transports().contains(transport));
    }

    private PolicyDecision rechallenge(ClinicalEvent event, PolicyDecision decision) {
        if (!(decision instanceof Skip skip) || event.act() instanceof ClinicalAct.Registration) {
            return decision; // A record that changes is no act that was amended: what is pending follows its person.
        }
        return policies.stream()
                .filter(policy -> policy.isFor(event.act()))
                .findFirst()
                .<PolicyDecision>map(policy -> new Withdraw(
                        policy.name(), "the act was amended and is not challenged again, " + skip.detail()))
                .orElse(skip);
    }

    private PolicyDecision withdraw(ClinicalEvent event, String why) {
        return policies.stream()
                .filter(policy -> policy.withdrawnBy(event))
                .findFirst()
                .<PolicyDecision>map(policy -> new Withdraw(policy.name(), why))
                .orElseGet(() -> new Skip(SkipReason.NO_POLICY, "no policy names its type under withdrawOn or on"));
    }

    private static Optional<Skip> skip(SkipReason reason, String detail) {
        return Optional.of(new Skip(reason, detail));
    }
}
