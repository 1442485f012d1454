package org.countersign.answer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.Challenges;
import org.countersign.challenge.Progress;
import org.countersign.policy.PlannedStep;
import org.countersign.testing.Parts;
import org.countersign.testing.TestKeys;

/** Answers wired as the hub wires them, on their own database, with the shipped routes woken by hand. */
final class AnswerParts implements AutoCloseable {

    private static final String JMS = "      uri: jms:queue:countersign.answers\n"
            + "      parameters:\n"
            + "        selector: \"Kind = '%s'\"\n"
            + "        concurrentConsumers: 4\n";

    final Parts hub;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    AnswerParts(Map<String, Object> settings) {
        hub = new Parts(Challenges.START, settings, "fhir", "event", "resource", "challenge", "audit", "answer");
        camel.addComponent("mllp", hub.get(OnceMllpComponent.class));
        camel.getRegistry().bind("mllpAnswers", hub.get(MllpAnswers.class));
        camel.getRegistry().bind("fhirAnswers", hub.get(FhirAnswers.class));
        camel.getRegistry().bind("answerClock", hub.get(AnswerClock.class));
    }

    /** Loads a route of {@code routes/answer}; a wake-up comes by {@code direct:NAME} instead of the queue. */
    AnswerParts load(String name) {
        try {
            String yaml = Files.readString(Path.of("routes/answer/" + name + ".camel.yaml"))
                    .replace(String.format(JMS, name), "      uri: direct:" + name + "\n")
                    .replaceAll("(?s)- route:\\s+id: answer-sweep.*", "")
                    .replaceAll("# Finds the answers[^\\n]*\\n", "");
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes(
                            name + ".camel.yaml",
                            yaml.replaceAll("(?m)^ +routeConfigurationId:.*\\n", "")
                                    .getBytes(StandardCharsets.UTF_8)));
            camel.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message in the inbox, number 1 after {@link #empty}. */
    void received(String feed, String type, String message) {
        received(feed, type, "C1", message);
    }

    /** The same, with its number: of a FHIR resource {@code Task/4711}. */
    void received(String feed, String type, String controlId, String message) {
        hub.jdbc()
                .sql(
                        "insert into inbox (received_at, feed, sha256, raw, patient_key, message_type, control_id, sender,"
                                + " state, due_at) values (now(), :feed, '', :raw, 'patient', :type, :controlId, 'S', 'DONE', now())")
                .param("feed", feed)
                .param("raw", TestKeys.ring().seal(message.getBytes(StandardCharsets.UTF_8)))
                .param("type", type)
                .param("controlId", controlId)
                .update();
    }

    /** A challenge for the refill that message 1 asks for, ended by the right code. */
    UUID verified() {
        UUID id = open("MedicationRequest/7", OptionalLong.of(1));
        end(id, true);
        return id;
    }

    /** An open challenge, issued just now. */
    UUID open(String act, OptionalLong inboxId) {
        Challenge like = Challenges.open();
        return open(act, inboxId, like.steps(), like.progress());
    }

    /** An open challenge of which so much was sent just now. */
    UUID open(String act, OptionalLong inboxId, List<PlannedStep> steps, List<Progress> progress) {
        Challenge like = Challenges.open();
        Instant now = hub.clock().instant();
        Challenge challenge = new Challenge(
                like.id(),
                0,
                like.tag(),
                inboxId,
                like.facility(),
                like.purpose(),
                like.policy(),
                act,
                like.actKey(),
                like.patientKey(),
                like.recipe(),
                like.state(),
                0,
                3,
                now,
                now.plus(Duration.ofMinutes(5)),
                Optional.empty(),
                like.locale(),
                like.recipient(),
                steps,
                progress,
                1,
                Optional.empty(),
                Optional.of(now));
        hub.transactions()
                .executeWithoutResult(status -> hub.get(ChallengeStore.class).insert(challenge));
        return challenge.id();
    }

    void end(UUID id, boolean right) {
        Instant now = hub.clock().instant();
        hub.get(ChallengeArbiter.class)
                .decide(id, now, standing -> ChallengeTransitions.check(standing, right, "portal:test", now));
    }

    /** Wakes the route for the oldest answer that waits, as a wake-up or the sweep would. */
    void wake(String route) {
        hub.jdbc()
                .sql("select min(id) from answer where state = 'WAITING'")
                .query(Long.class)
                .optional()
                .ifPresent(id -> camel.createProducerTemplate().sendBody("direct:" + route, Long.toString(id)));
    }

    /** States and reasons of all answers, in order. */
    List<String> rows() {
        return hub.jdbc()
                .sql("select state || case when reason = '' then '' else ': ' || reason end from answer order by id")
                .query(String.class)
                .list();
    }

    List<String> entries() {
        return hub.jdbc()
                .sql("select kind from audit_entry where kind like 'ANSWER%' or kind like 'RECORD%' order by id")
                .query(String.class)
                .list();
    }

    void empty() {
        hub.jdbc()
                .sql("truncate answer, inbox, challenge, audit_entry restart identity cascade")
                .update();
    }

    @Override
    public void close() {
        camel.stop();
        hub.close();
    }
}
