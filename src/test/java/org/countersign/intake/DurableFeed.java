package org.countersign.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.countersign.platform.KeyRing;
import org.countersign.platform.WakeUps;
import org.countersign.testing.TestKeys;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** For the bench: intake from the socket to the commit as the hub has it, less the wake-ups; and its store alone. */
public final class DurableFeed implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final InboxStore store;
    private final TransactionTemplate transactions;
    private final EventInbox inbox;
    private final KeyRing keys = TestKeys.ring();
    private final int port;

    public DurableFeed(DataSource source) throws Exception {
        FeedCatalog feeds = new FeedCatalog(Map.of("bench", IntakeParts.feed(Map.of())));
        store = new InboxStore(new JdbcTemplate(source), (id, connection) -> {});
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        IntakeProperties settings = IntakeParts.settings(Map.of());
        inbox = new EventInbox(store, transactions, new Asleep(), settings);
        EventIntake intake = new EventIntake(
                feeds, inbox, new Acknowledgement(Clock.systemUTC()), keys, TestKeys.pseudonyms(), Clock.systemUTC());
        FrameBudget budget = new FrameBudget(settings.unanswered().toBytes());
        camel.addComponent(
                "mllp-feed", new MllpFeedComponent(feeds, budget, budget, new OpenConnections(), intake::refuse));
        camel.getRegistry().bind("eventIntake", intake);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mllp-feed:bench").routeId("bench").to("bean:eventIntake?method=accept");
            }
        });
        camel.start();
        port = ((MllpFeedConsumer) camel.getRoute("bench").getConsumer()).port();
    }

    public int port() {
        return port;
    }

    /** Writes one row like those of intake, in a commit of its own, on the caller's thread. */
    public void commitOne(byte[] message, String controlId) {
        Arrival arrival = new Arrival(
                Instant.ofEpochSecond(0),
                "hapi",
                MessageFormat.HL7V2,
                controlId,
                new byte[32],
                keys.seal(message),
                UUID.randomUUID().toString().replace("-", ""),
                "SIU^S12",
                controlId,
                "SCHED|GOOD",
                Peer.UNKNOWN,
                RowState.WAITING,
                "",
                new byte[120],
                null);
        transactions.executeWithoutResult(status -> store.admit(List.of(arrival)));
    }

    /** An SIU^S12 of nearly 600 bytes. */
    public static byte[] message(String controlId) {
        String patient = "P" + Math.floorMod(controlId.hashCode(), 10_000);
        String note = String.format(Locale.ROOT, "NTE|1||%s\r", "Please come ten minutes early. ".repeat(12));
        String booking = Messages.booking(controlId, patient, "A" + controlId).replace("|P|2.5.1", "|P|2.5");
        return (booking + note).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        camel.stop();
        inbox.close();
    }

    private static final class Asleep implements WakeUps {
        @Override
        public void inbox(long inboxId, String patientKey) {}

        @Override
        public void challenge(UUID challengeId, int turn, Instant due) {}

        @Override
        public void outcomes() {}
    }
}
