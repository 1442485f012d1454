package org.countersign.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person.Restriction;

/**
 * One policy file, checked; its keys are described in {@code policy.schema.json}.
 *
 * @param kind what its triggers are about
 * @param on HL7 types ({@code SIU^S12}) and codes of act kinds
 * @param withdrawOn as {@code on}, for cancellations
 * @param evenIf restrictions of a person in spite of which this policy challenges
 * @param quiet hours in which steps wait or are left out
 * @param proxies who may be written to in the patient's place
 * @param locale for people whose language the sender does not tell, or the hub does not speak
 */
record Policy(
        String name,
        Purpose purpose,
        ActKind kind,
        List<String> on,
        List<String> withdrawOn,
        Conditions when,
        Exceptions evenIf,
        Optional<Quiet> quiet,
        Optional<Proxies> proxies,
        List<Step> steps,
        Duration timeToLive,
        int codeLength,
        int tries,
        Set<String> binding,
        Optional<Locale> locale) {

    /**
     * In spite of what this policy challenges.
     *
     * @param restrictions of the patient
     * @param refused whether it uses a medium that the patient refused
     */
    record Exceptions(Set<Restriction> restrictions, boolean refused) {}

    /**
     * Quiet hours, by the clocks of whoever is written to.
     *
     * @param hold whether a first step waits for their end; else it is left out
     * @param requests whether they hold for what an application asked for, too; such a step is always left out
     */
    record Quiet(LocalTime from, LocalTime until, Set<Transport> transports, boolean hold, boolean requests) {}

    /**
     * Who may be written to in the patient's place.
     *
     * @param relationships codes of what they are to the patient, the first before the others
     * @param adultAt age in years from which {@code MINOR} does not hold
     */
    record Proxies(List<String> relationships, When when, int adultAt) {

        /** When they are. */
        enum When {
            /** While the patient is under age; the patient where no proxy can be reached. */
            MINOR,
            /** Where the patient cannot be reached. */
            UNREACHABLE,
            /** Always; the patient where no proxy can be reached. */
            ALWAYS
        }
    }

    /** What is sent, how long it has, and what counts as success. */
    record Step(Transport transport, Duration fallbackAfter, Success success) {}

    /**
     * What must hold besides the trigger.
     *
     * @param facilities empty for any
     * @param services types of the appointment, one of which it must have; empty for any
     * @param minimumLead least time until the appointment starts
     */
    record Conditions(Set<String> facilities, Set<String> services, Optional<Duration> minimumLead) {

        /** What does not hold for {@code event}, as the end of a sentence; empty when all holds. */
        Optional<String> unmet(ClinicalEvent event, Instant now) {
            if (!facilities.isEmpty() && !facilities.contains(event.site().facility())) {
                return Optional.of("the facility is not among its facilities");
            }
            if (!services.isEmpty() && types(event.act()).noneMatch(services::contains)) {
                return Optional.of("the appointment is of none of its services");
            }
            return minimumLead.flatMap(lead -> unmetLead(lead, event.act(), now));
        }

        private static Stream<String> types(ClinicalAct act) {
            return act instanceof ClinicalAct.Appointment appointment
                    ? appointment.types().reveal().stream()
                    : Stream.empty();
        }

        private static Optional<String> unmetLead(Duration lead, ClinicalAct act, Instant now) {
            Optional<Instant> start =
                    act instanceof ClinicalAct.Appointment appointment ? appointment.start() : Optional.empty();
            if (start.isEmpty()) {
                return Optional.of("the appointment has no start to hold minimumLead against");
            }
            return start.get().isBefore(now.plus(lead))
                    ? Optional.of("the appointment starts in less than " + TimeSpan.print(lead))
                    : Optional.empty();
        }

        /** Whether these hold wherever {@code others} do. */
        boolean cover(Conditions others) {
            boolean everyFacility = covers(facilities, others.facilities);
            boolean everyService = covers(services, others.services);
            boolean everyLead = minimumLead.isEmpty()
                    || others.minimumLead
                            .filter(lead -> lead.compareTo(minimumLead.get()) >= 0)
                            .isPresent();
            return everyFacility && everyService && everyLead;
        }

        private static boolean covers(Set<String> mine, Set<String> others) {
            return mine.isEmpty() || (!others.isEmpty() && mine.containsAll(others));
        }
    }

    boolean triggeredBy(ClinicalEvent event) {
        return names(on, event);
    }

    /** A message that could have asked for the challenge can always take it back, as SIU^S14 with SCH-25 Cancelled. */
    boolean withdrawnBy(ClinicalEvent event) {
        return names(withdrawOn, event) || names(on, event);
    }

    boolean isFor(ClinicalAct act) {
        return ActKind.of(act).filter(kind::equals).isPresent();
    }

    Set<Transport> transports() {
        return steps.stream().map(Step::transport).collect(Collectors.toUnmodifiableSet());
    }

    private boolean names(List<String> triggers, ClinicalEvent event) {
        return isFor(event.act()) && (triggers.contains(kind.code()) || triggers.contains(event.trigger()));
    }
}
