package org.countersign.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.countersign.answer.AnswerOutbox;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.PersonFollower;
import org.countersign.challenge.ReplayGuard;
import org.countersign.challenge.SurvivorStore;
import org.countersign.event.Hl7v2Reader;
import org.countersign.guard.ContactConsents;
import org.countersign.platform.KeyRing;
import org.countersign.policy.PolicyCatalog;
import org.countersign.resource.FhirReader;
import org.countersign.testing.Parts;
import org.countersign.testing.TestKeys;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Intake wired by hand, on its own database, with its feeds open on free ports and dead letters that are kept. */
final class IntakeParts implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    final Parts hub;
    final FeedCatalog feeds;
    final List<String> deadLetters = new CopyOnWriteArrayList<>();
    final IntakeProperties settings;
    final OpenConnections open = new OpenConnections();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final EventInbox inbox;
    private final EventIntake intake;

    IntakeParts(Map<String, Feed> configured, Map<String, Object> intakeSettings) {
        hub = new Parts(
                NOW,
                intakeSettings,
                List.of(open),
                "event",
                "resource",
                "policy",
                "challenge",
                "audit",
                "fhir",
                "guard",
                "message",
                "channel",
                "terms",
                "dispatch",
                "answer");
        feeds = new FeedCatalog(configured);
        settings = settings(intakeSettings);
        InboxStore rows = new InboxStore(hub.get(JdbcTemplate.class), hub.get(AnswerOutbox.class)::repeated);
        inbox = new EventInbox(rows, transactions(), hub.wakeUps(), settings);
        intake = new EventIntake(
                feeds, inbox, new Acknowledgement(hub.clock()), TestKeys.ring(), TestKeys.pseudonyms(), hub.clock());
    }

    /** Feeds {@code one} and {@code two}, and {@code loose}, whose sender repeats its control ids. */
    static IntakeParts open() {
        return new IntakeParts(
                Map.of(
                        "one", feed(Map.of()),
                        "two", feed(Map.of()),
                        "small", feed(Map.of("frame-limit", "2KB")),
                        "loose", feed(Map.of("control-id-reuse", "accept"))),
                Map.of());
    }

    static Feed feed(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("port", 0);
        return FeedCatalog.bind(all);
    }

    static IntakeProperties settings(Map<String, Object> more) {
        return new Binder(new MapConfigurationPropertySource(more))
                .bindOrCreate("", Bindable.of(IntakeProperties.class));
    }

    /** Opens the port of a feed. */
    int listen(String feed) throws Exception {
        if (!camel.isStarted()) {
            FrameBudget budget = new FrameBudget(settings.unanswered().toBytes());
            FrameBudget unfinished = new FrameBudget(settings.unfinished().toBytes());
            camel.addComponent("mllp-feed", new MllpFeedComponent(feeds, budget, unfinished, open, intake::refuse));
            camel.getRegistry().bind("eventIntake", intake);
            camel.start();
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp-feed:" + feed).routeId(feed).to("bean:eventIntake?method=accept");
            }
        });
        return ((MllpFeedConsumer) camel.getRoute(feed).getConsumer()).port();
    }

    /** Takes a message as the feed's route does; the answer, in the characters of ISO 8859-1. */
    String accept(String feed, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                intake.accept(bytes, feed, false, Peer.UNKNOWN)
                        .toCompletableFuture()
                        .join(),
                StandardCharsets.ISO_8859_1);
    }

    /** As {@link #accept}, without waiting for the answer. */
    CompletableFuture<byte[]> take(String feed, byte[] message) {
        return intake.accept(message, feed, false, Peer.UNKNOWN).toCompletableFuture();
    }

    private EventWork events(ChallengeIssuer issuer) {
        PolicyCatalog policies = hub.get(PolicyCatalog.class);
        PersonFollower follower = new PersonFollower(
                hub.get(ChallengeStore.class),
                hub.get(ChallengeArbiter.class),
                policies,
                hub.get(KeyRing.class),
                TestKeys.pseudonyms(),
                hub.get(SurvivorStore.class),
                hub.clock());
        return new EventWork(policies, issuer, hub.get(ReplayGuard.class), follower, hub.get(ContactConsents.class));
    }

    InboxDrain drain(
            Hl7v2Reader reader,
            ChallengeIssuer issuer,
            AuditTrail trail,
            FeedCatalog known,
            TransactionOperations transactions) {
        Clock clock = hub.clock();
        WaitingRowStore rows = new WaitingRowStore(jdbc());
        MessageWork work = new MessageWork(
                rows,
                known,
                reader,
                hub.get(FhirReader.class),
                events(issuer),
                trail,
                hub.get(KeyRing.class),
                TestKeys.pseudonyms(),
                clock,
                hub.get(AnswerOutbox.class));
        return new InboxDrain(
                rows,
                work,
                transactions,
                hub.wakeUps(),
                (id, reason) -> deadLetters.add(id + " " + reason),
                settings,
                clock);
    }

    JdbcClient jdbc() {
        return hub.jdbc();
    }

    TransactionOperations transactions() {
        return hub.transactions();
    }

    /** States and reasons of all rows, in order. */
    List<String> rows() {
        return jdbc().sql(
                        "select state || case when reason = '' then '' else ': ' || reason end from inbox order by id")
                .query(String.class)
                .list();
    }

    void empty() {
        jdbc().sql("truncate inbox, challenge, audit_entry, absorbed_patient, contact_refusal, do_not_contact cascade")
                .update();
    }

    @Override
    public void close() {
        camel.stop();
        inbox.close();
        hub.close();
    }
}
