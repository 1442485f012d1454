package org.countersign.challenge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the next version of a challenge from the fields that a transition may touch. */
final class Changes {

    private final Challenge before;
    private final List<Progress> progress;
    private ChallengeState state;
    private int tries;
    private int turn;
    private Optional<Instant> closedAt;
    private Optional<DueStep> due;
    private Optional<Instant> lastSendAt;
    private String act;
    private String actKey;
    private String patientKey;
    private Recipient recipient;
    private Course course;

    Changes(Challenge before) {
        this.before = before;
        this.progress = new ArrayList<>(before.progress());
        this.state = before.state();
        this.tries = before.tries();
        this.turn = before.turn();
        this.closedAt = before.closedAt();
        this.due = before.due();
        this.lastSendAt = before.lastSendAt();
        this.act = before.act();
        this.actKey = before.actKey();
        this.patientKey = before.patientKey();
        this.recipient = before.recipient();
        this.course = before.course();
    }

    Changes close(ChallengeState end, Instant now) {
        state = end;
        closedAt = Optional.of(now);
        due = Optional.empty();
        return this;
    }

    Changes countTry() {
        tries++;
        return this;
    }

    Changes progress(int step, Progress value) {
        progress.set(step, value);
        return this;
    }

    Changes sentAt(Instant now) {
        lastSendAt = Optional.of(now);
        return this;
    }

    /** The challenge stands at {@code step} now; chosen as before. */
    Changes at(int step) {
        course = new Course(step, course.chosen());
        return this;
    }

    /** Somebody asked for {@code step}: due at once, as a new turn. */
    Changes ask(int step, boolean chosen, Instant now) {
        course = new Course(step, chosen);
        return arm(step, now).sentAt(now);
    }

    /** The person chose a way by which they cannot be reached: the plan does not go on by itself. */
    Changes hold() {
        course = new Course(course.step(), true);
        return disarm();
    }

    /** Makes {@code step} due as a new turn. */
    Changes arm(int step, Instant at) {
        turn++;
        due = Optional.of(new DueStep(step, turn, at));
        return this;
    }

    /** Moves what is due to another time, in the same turn. */
    Changes hasten(Instant at) {
        due = due.map(step -> new DueStep(step.step(), step.turn(), at));
        return this;
    }

    boolean isArmed() {
        return due.isPresent();
    }

    Changes disarm() {
        due = Optional.empty();
        return this;
    }

    /** Gives the challenge to another record of the same person. */
    Changes moveTo(PatientRecord record) {
        act = record.act();
        actKey = record.actKey();
        patientKey = record.patientKey();
        recipient = record.recipient();
        return this;
    }

    Challenge done() {
        return new Challenge(
                before.id(),
                before.version() + 1,
                before.tag(),
                before.inboxId(),
                before.facility(),
                before.purpose(),
                before.policy(),
                act,
                actKey,
                patientKey,
                before.recipe(),
                state,
                tries,
                before.maxTries(),
                before.issuedAt(),
                before.expiresAt(),
                closedAt,
                before.locale(),
                recipient,
                before.steps(),
                progress,
                turn,
                due,
                lastSendAt,
                before.names(),
                course);
    }
}
