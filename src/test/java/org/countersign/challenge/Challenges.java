package org.countersign.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Purpose;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;

/** Object mother of challenges. */
public final class Challenges {

    public static final Instant START = Instant.parse("2030-01-01T10:00:00Z");

    private Challenges() {}

    /** A store that is empty. */
    public static ChallengeStore noStore() {
        return new InMemoryChallengeStore();
    }

    public static Challenge open(PlannedStep... steps) {
        return open(UUID.randomUUID(), "act-" + UUID.randomUUID(), steps);
    }

    public static Challenge open(UUID id, String actKey, PlannedStep... steps) {
        List<PlannedStep> plan = steps.length == 0 ? List.of(sms(Success.DELIVERED), email()) : Arrays.asList(steps);
        return open(id, actKey, OptionalLong.of(1), plan);
    }

    /** As a client of the API asks for it; without steps a decoy. */
    public static Challenge requested(PlannedStep... steps) {
        return open(UUID.randomUUID(), "act-" + UUID.randomUUID(), OptionalLong.empty(), Arrays.asList(steps));
    }

    /** Asked for by a message at {@code issued}, open for ten minutes; its first step is sent at {@code due}. */
    public static Challenge waiting(Instant issued, Instant due, PlannedStep... steps) {
        UUID id = UUID.randomUUID();
        Duration life = Duration.ofMinutes(10);
        return open(id, "act-" + id, OptionalLong.of(1), Arrays.asList(steps), issued, life, due);
    }

    /** As {@link #open}, asked for by message {@code inboxId} or by the API, its first step due at {@code issued}. */
    static Challenge issued(String actKey, OptionalLong inboxId, Instant issued, PlannedStep... steps) {
        Duration life = Duration.ofMinutes(5);
        return open(UUID.randomUUID(), actKey, inboxId, Arrays.asList(steps), issued, life, issued);
    }

    private static Challenge open(UUID id, String actKey, OptionalLong inboxId, List<PlannedStep> plan) {
        return open(id, actKey, inboxId, plan, START, Duration.ofMinutes(5), START);
    }

    private static Challenge open(
            UUID id,
            String actKey,
            OptionalLong inboxId,
            List<PlannedStep> plan,
            Instant issued,
            Duration life,
            Instant due) {
        return new Challenge(
                id,
                0,
                "KQX",
                inboxId,
                "Good Health",
                Purpose.REFILL,
                "refill",
                "MedicationRequest/7",
                actKey,
                "patient",
                new CodeRecipe(1, 1, 6, ActBinding.of(new TreeMap<>(java.util.Map.of("drug", "Amoxicillin")))),
                ChallengeState.OPEN,
                0,
                3,
                issued,
                issued.plus(life),
                Optional.empty(),
                Locale.US,
                new Recipient(
                        Sensitive.of("Ada Everywoman"),
                        Sensitive.of("PATID1"),
                        "M11",
                        Sensitive.of(new TreeMap<>(java.util.Map.of("drug", "Amoxicillin")))),
                plan,
                Collections.nCopies(plan.size(), Progress.PLANNED),
                1,
                Optional.of(new DueStep(0, 1, due)),
                inboxId.isPresent() ? Optional.empty() : Optional.of(issued));
    }

    /** {@code challenge}, whose person chose to be written to by {@code step}. */
    public static Challenge chosen(Challenge challenge, int step) {
        return with(
                challenge,
                challenge.recipient(),
                Optional.of(new DueStep(step, 1, START)),
                challenge.names(),
                new Course(step, true));
    }

    /** {@code challenge} with other numbers of its act. */
    static Challenge named(Challenge challenge, java.util.Set<String> names) {
        return with(challenge, challenge.recipient(), challenge.due(), names, challenge.course());
    }

    /** {@code challenge} sent to somebody in the patient's place. */
    public static Challenge proxied(Challenge challenge, String relationship) {
        return with(
                challenge,
                challenge.recipient().writtenTo(Optional.of(relationship)),
                challenge.due(),
                challenge.names(),
                challenge.course());
    }

    private static Challenge with(
            Challenge challenge,
            Recipient recipient,
            Optional<DueStep> due,
            java.util.Set<String> names,
            Course course) {
        return new Challenge(
                challenge.id(),
                challenge.version(),
                challenge.tag(),
                challenge.inboxId(),
                challenge.facility(),
                challenge.purpose(),
                challenge.policy(),
                challenge.act(),
                challenge.actKey(),
                challenge.patientKey(),
                challenge.recipe(),
                challenge.state(),
                challenge.tries(),
                challenge.maxTries(),
                challenge.issuedAt(),
                challenge.expiresAt(),
                challenge.closedAt(),
                challenge.locale(),
                recipient,
                challenge.steps(),
                challenge.progress(),
                challenge.turn(),
                due,
                challenge.lastSendAt(),
                names,
                course);
    }

    public static PlannedStep sms(Success success) {
        return new PlannedStep(Transport.SMS, Sensitive.of("+14155550123"), Duration.ofSeconds(30), success);
    }

    public static PlannedStep silent() {
        return new PlannedStep(
                Transport.SILENT, Sensitive.of("+14155550123"), Duration.ofSeconds(20), Success.VERIFIED);
    }

    public static PlannedStep voice() {
        return new PlannedStep(Transport.VOICE, Sensitive.of("+14155550123"), Duration.ofSeconds(60), Success.VERIFIED);
    }

    public static PlannedStep email() {
        return new PlannedStep(
                Transport.EMAIL, Sensitive.of("ada@example.org"), Duration.ofSeconds(60), Success.VERIFIED);
    }
}
