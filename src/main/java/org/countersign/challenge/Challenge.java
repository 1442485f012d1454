package org.countersign.challenge;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Purpose;

/**
 * One person, one act, one code. Immutable: {@link ChallengeTransitions} says what may become of it, and the
 * {@link ChallengeArbiter} alone makes it so.
 *
 * @param version counts the committed changes from 0
 * @param tag three letters that say which challenge a message belongs to; not secret
 * @param act names the act, as {@code Appointment/4711}
 * @param actKey pseudonym of act, patient and facility: at most one open challenge has it
 * @param inboxId the message that asked for it; empty where an application did
 * @param steps the plan; none where nobody is to be written to
 * @param progress how far each step got, as many as steps
 * @param turn number of the latest send that was armed
 * @param due the step to be sent next; empty when none is left or the latest reached its success
 * @param lastSendAt when a step was last claimed for sending, or asked for; for a requested one, when a send was last
 *     asked for
 * @param names other numbers of the act with their kinds, as {@code placer:P-7}; a cancellation may give only these
 * @param course where it stands in its plan
 */
public record Challenge(
        UUID id,
        long version,
        String tag,
        OptionalLong inboxId,
        String facility,
        Purpose purpose,
        String policy,
        String act,
        String actKey,
        String patientKey,
        CodeRecipe recipe,
        ChallengeState state,
        int tries,
        int maxTries,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> closedAt,
        Locale locale,
        Recipient recipient,
        List<PlannedStep> steps,
        List<Progress> progress,
        int turn,
        Optional<DueStep> due,
        Optional<Instant> lastSendAt,
        Set<String> names,
        Course course) {

    public Challenge {
        steps = List.copyOf(steps);
        progress = List.copyOf(progress);
        names = Set.copyOf(names);
    }

    /** A challenge for an act that has no other names, at the beginning of its plan. */
    public Challenge(
            UUID id,
            long version,
            String tag,
            OptionalLong inboxId,
            String facility,
            Purpose purpose,
            String policy,
            String act,
            String actKey,
            String patientKey,
            CodeRecipe recipe,
            ChallengeState state,
            int tries,
            int maxTries,
            Instant issuedAt,
            Instant expiresAt,
            Optional<Instant> closedAt,
            Locale locale,
            Recipient recipient,
            List<PlannedStep> steps,
            List<Progress> progress,
            int turn,
            Optional<DueStep> due,
            Optional<Instant> lastSendAt) {
        this(
                id,
                version,
                tag,
                inboxId,
                facility,
                purpose,
                policy,
                act,
                actKey,
                patientKey,
                recipe,
                state,
                tries,
                maxTries,
                issuedAt,
                expiresAt,
                closedAt,
                locale,
                recipient,
                steps,
                progress,
                turn,
                due,
                lastSendAt,
                Set.of(),
                Course.START);
    }

    /** Whether a code may still be accepted at {@code now}. */
    public boolean openAt(Instant now) {
        return state == ChallengeState.OPEN && now.isBefore(expiresAt);
    }

    /** When this challenge next wants attention: its due step or its expiry, whichever is first; empty when closed. */
    public Optional<Instant> wakeAt() {
        if (state != ChallengeState.OPEN) {
            return Optional.empty();
        }
        return Optional.of(
                due.map(DueStep::at).filter(at -> at.isBefore(expiresAt)).orElse(expiresAt));
    }

    /**
     * Whether an application asked for it by the API. What becomes of the sends is then kept from the caller, who may be
     * a stranger: it ends by a check, by its time or by the caller, never by what was or was not sent.
     */
    public boolean requested() {
        return inboxId.isEmpty();
    }

    /** Whether nobody is written to by it and no code is right; for the caller it looks like any other. */
    public boolean decoy() {
        return steps.isEmpty();
    }

    /** Wrong codes that are still forgiven. */
    public int triesLeft() {
        return maxTries - tries;
    }

    Changes change() {
        return new Changes(this);
    }
}
