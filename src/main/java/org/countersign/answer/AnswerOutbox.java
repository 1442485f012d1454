package org.countersign.answer;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.countersign.challenge.AfterCommit;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.Outcomes;
import org.countersign.challenge.Transition;
import org.countersign.event.MessageHeader;
import org.countersign.platform.WakeUps;

/**
 * Writes down that an answer is owed, in the commit of what it tells: the end of a challenge, or the processing of a
 * message. Only for feeds that a destination is configured for.
 */
public final class AnswerOutbox implements Outcomes {

    private final AnswerStore store;
    private final AnswerProperties settings;
    private final Optional<RecordProperties> ehr;
    private final WakeUps wakeUps;
    private final Clock clock;

    /** @param ehr what becomes of the EHR's own records; empty when they are out of reach */
    AnswerOutbox(
            AnswerStore store,
            AnswerProperties settings,
            Optional<RecordProperties> ehr,
            WakeUps wakeUps,
            Clock clock) {
        this.store = store;
        this.settings = settings;
        this.ehr = ehr;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /** A challenge that another took over is not answered: the other one will be. */
    @Override
    public void closed(Challenge ended, Transition transition) {
        if (ended.state() == ChallengeState.SUPERSEDED || (settings.answers().isEmpty() && ehr.isEmpty())) {
            return;
        }
        Optional<AnswerStore.Request> request =
                ended.inboxId().isPresent() ? store.findRequest(ended.inboxId().getAsLong()) : Optional.empty();
        boolean isHl7v2 = request.filter(asked -> asked.type().contains("^")).isPresent();
        if (isHl7v2) {
            request.flatMap(asked -> settings.find(asked.feed())
                            .flatMap(to -> kind(asked.type(), ended.state(), to))
                            .map(kind -> answer(asked.feed(), kind, ended.act(), ended)))
                    .ifPresent(this::add);
        } else if (ehr.isPresent()) {
            // A Task's act is the order that it is about, a result's has the number of its laboratory.
            String record = request.map(AnswerStore.Request::controlId).orElse(ended.act());
            if (concernsRecord(record, ended, ehr.get())) {
                add(answer(Answer.EHR, AnswerKind.RECORD, record, ended));
            }
        }
    }

    /**
     * Whether messages of a feed may be owed application acknowledgements.
     *
     * @param connection that the message came by; empty where it cannot be answered on
     */
    public boolean acknowledges(String feed, String connection) {
        return settings.find(feed).isPresent() || !connection.isEmpty();
    }

    /**
     * A message was processed whose sender wants to hear of it: owes the application acknowledgement, where the feed's
     * answers go, or else on the connection that the message came by.
     *
     * @param connection empty where it cannot be answered on
     * @param waits whether the sender waits on the connection, as in original mode, wherever other answers go
     * @param code AA, AE or AR
     * @param deferred whether a challenge was opened whose end is the answer, as with RDE^O25 and RRE^O26
     */
    public void processed(
            long inboxId,
            String feed,
            String connection,
            String patientKey,
            MessageHeader request,
            ApplicationAcknowledgement code,
            boolean waits,
            boolean deferred) {
        boolean elsewhere = !waits && settings.find(feed).isPresent();
        boolean answersItself = elsewhere && deferred && AnswerKind.REFILL == messageKind(request.type());
        if (request.acknowledgement() || answersItself || (!elsewhere && connection.isEmpty())) {
            return;
        }
        add(new Answer(
                0,
                UUID.randomUUID(),
                clock.instant(),
                elsewhere ? feed : Answer.CONNECTION + connection,
                AnswerKind.ACKNOWLEDGEMENT,
                patientKey,
                Optional.empty(),
                OptionalLong.of(inboxId),
                "",
                code.name(),
                false,
                0));
    }

    /**
     * A message came again by another connection: what its sender is owed, or may have missed, goes there. In the
     * caller's transaction.
     */
    public void repeated(long inboxId, String connection) {
        store.redirect(inboxId, Answer.CONNECTION + connection, clock.instant());
    }

    private static boolean concernsRecord(String record, Challenge ended, RecordProperties records) {
        return RecordUpdate.concerns(record, ended.state())
                || (records.notes() && RecordUpdate.isNoted(record, ended.state()));
    }

    private static Optional<AnswerKind> kind(String type, ChallengeState end, Destination to) {
        AnswerKind kind = messageKind(type);
        boolean told = kind == AnswerKind.REFILL
                || (kind == AnswerKind.APPOINTMENT && to.appointments() && end == ChallengeState.VERIFIED);
        return told ? Optional.of(kind) : Optional.empty();
    }

    /** What the answer to a message of this type is, once its challenge has ended. */
    private static AnswerKind messageKind(String type) {
        return switch (type) {
            case "RDE^O25", "RDE^O11", "ORM^O01", "OMP^O09" -> AnswerKind.REFILL;
            case "SIU^S12", "SIU^S13", "SIU^S14" -> AnswerKind.APPOINTMENT;
            default -> AnswerKind.ACKNOWLEDGEMENT;
        };
    }

    private Answer answer(String destination, AnswerKind kind, String act, Challenge ended) {
        Instant at = ended.closedAt().orElseGet(clock::instant);
        return new Answer(
                0,
                UUID.randomUUID(),
                at,
                destination,
                kind,
                ended.patientKey(),
                Optional.of(ended.id()),
                ended.inboxId(),
                act,
                ended.state().name(),
                false,
                0);
    }

    private void add(Answer answer) {
        long id = store.insert(answer);
        AfterCommit.run(() -> wakeUps.answer(id, answer.route(), answer.patientKey()));
    }
}
