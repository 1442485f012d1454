package org.countersign.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;
import org.countersign.resource.Submission;

/**
 * Takes FHIR resources in, as {@link EventIntake} does messages. The same version of a resource is stored once, by
 * whichever way it comes: written by the EHR, notified, or polled.
 */
public final class ResourceIntake {

    /** Name of the feed, whose settings are what resources do not say: {@code countersign.feeds.fhir.*}. */
    public static final String FEED = "fhir";

    /** Ids are the EHR's, not the sender's. */
    private static final String ANY_SENDER = "";

    private static final int LONGEST_TEXT = 200;
    private static final byte[] NO_ANSWER = {};

    private final EventInbox inbox;
    private final KeyRing keys;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    ResourceIntake(EventInbox inbox, KeyRing keys, Pseudonyms pseudonyms, Clock clock) {
        this.inbox = inbox;
        this.keys = keys;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /**
     * Stores one resource, in one commit with whatever else arrives now.
     *
     * @param sender for the trail
     * @return completed once it is durable, or with an {@link org.countersign.platform.OperationalException}
     */
    public CompletionStage<Void> accept(Submission submission, String sender) {
        return inbox.store(arrival(submission, sender, clock.instant())).thenAccept(nothing -> {});
    }

    /**
     * Stores all of them or none.
     *
     * @param alongside what belongs into the same transaction
     * @throws org.countersign.platform.OperationalException UNAVAILABLE when they could not be stored
     */
    public void acceptAll(List<Submission> submissions, String sender, Runnable alongside) {
        Instant now = clock.instant();
        inbox.storeTogether(
                submissions.stream()
                        .map(submission -> arrival(submission, sender, now))
                        .toList(),
                alongside);
    }

    private Arrival arrival(Submission submission, String sender, Instant now) {
        String key = submission
                .version()
                .map(version -> pseudonyms.message(FEED, ANY_SENDER, version))
                .orElse(null);
        String patient = submission.patient().isEmpty() ? UUID.randomUUID().toString() : submission.patient();
        return new Arrival(
                now,
                FEED,
                MessageFormat.FHIR,
                key,
                // A version is what its server calls it: whether a patient came along with it makes no other of it.
                key == null
                        ? EventIntake.sha256(submission.document())
                        : EventIntake.sha256(key.getBytes(StandardCharsets.UTF_8)),
                keys.seal(submission.document()),
                pseudonyms.patient(patient, FEED),
                submission.type(),
                column(submission.id()),
                column(sender),
                Peer.UNKNOWN,
                submission.own() ? RowState.DONE : RowState.WAITING,
                submission.own() ? "own write-back" : "",
                NO_ANSWER,
                null);
    }

    private static String column(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }
}
