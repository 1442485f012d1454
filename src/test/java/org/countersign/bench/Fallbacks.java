package org.countersign.bench;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Header;
import org.awaitility.Awaitility;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Challenges;
import org.countersign.platform.Sensitive;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.countersign.testing.HubInside;
import org.countersign.testing.Routes;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long after its time a step reaches its channel, while so many challenges are open: the running hub with its own
 * PostgreSQL and Artemis, whose simulated phone notes when each message comes. Each challenge has an SMS, and an e-mail
 * when the wait for the code is over.
 */
public final class Fallbacks implements AutoCloseable {

    private static final String PEER = "countersign.peer";
    private static final Duration PEER_AHEAD = Duration.ofMillis(500);
    private static final int BATCH = 500;

    private final HubInside hub;
    private final JdbcClient jdbc;

    private Fallbacks(HubInside hub) {
        this.hub = hub;
        this.jdbc = hub.get(JdbcClient.class);
    }

    /** Starts a hub in {@code home}, with {@code settings} beside its own. */
    public static Fallbacks start(Path home, Map<String, String> settings) {
        Routes routes = Routes.copyTo(home.resolve("routes"))
                .edit(
                        "channels/channel-handset.kamelet.yaml",
                        "        - setHeader:\n            name: ProviderReference",
                        """
                                - bean: {ref: phone, method: arrived}
                                - setHeader:
                                    name: ProviderReference\
                        """);
        return new Fallbacks(HubInside.start(home, routes.folder(), settings, Phones.class));
    }

    /**
     * Milliseconds between the time of a step and its message at the channel.
     *
     * @param sends how many
     */
    public record Lateness(int sends, double p50, double p99, double max) {

        static Lateness of(List<Duration> late) {
            double[] millis = late.stream()
                    .mapToDouble(one -> one.toNanos() / 1e6)
                    .sorted()
                    .toArray();
            return new Lateness(millis.length, at(millis, 0.5), at(millis, 0.99), at(millis, 1));
        }

        private static double at(double[] sorted, double quantile) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))];
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%6d %9.1f %9.1f %9.1f", sends, p50, p99, max);
        }
    }

    /**
     * What was measured.
     *
     * @param first the SMS, at the time it was issued for
     * @param fallback the e-mail, from the claim of the SMS and the wait
     * @param peer a message that Artemis was to deliver at a time, in the same minute, to a listener that does nothing
     */
    public record Result(Lateness first, Lateness fallback, Lateness peer) {}

    /**
     * Opens {@code open} challenges whose first steps are due over {@code spread}, and waits for all of their fallbacks.
     *
     * @param fallbackAfter between the two steps of each
     */
    public Result run(int open, Duration spread, Duration fallbackAfter) {
        Phone phone = hub.get(Phone.class);
        phone.arrivals.clear();
        List<Challenge> waiting = open(open, spread, fallbackAfter);
        try (Peer peer = new Peer(hub.get(ConnectionFactory.class))) {
            Awaitility.await("all fallbacks")
                    .atMost(spread.plus(fallbackAfter).plusMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        peer.send();
                        return phone.arrivals.size() == 2 * open;
                    });
            return result(waiting, fallbackAfter, phone.arrivals, Lateness.of(List.copyOf(peer.late)));
        } finally {
            end();
        }
    }

    private List<Challenge> open(int open, Duration spread, Duration fallbackAfter) {
        Instant issued = hub.clock().instant();
        // The first is due when all are there.
        Instant start = issued.plusSeconds(3).plusMillis(open);
        List<Challenge> all = new ArrayList<>();
        for (int i = 0; i < open; i++) {
            Instant due = start.plus(spread.multipliedBy(i).dividedBy(open));
            all.add(Challenges.waiting(
                    issued,
                    due,
                    step(Transport.SMS, "+1415%07d".formatted(2_000_000 + i), fallbackAfter),
                    step(Transport.EMAIL, "p%d@example.org".formatted(i), Duration.ofMinutes(1))));
        }
        for (int from = 0; from < open; from += BATCH) {
            List<Challenge> batch = all.subList(from, Math.min(open, from + BATCH));
            hub.get(TransactionTemplate.class)
                    .executeWithoutResult(status -> batch.forEach(hub.get(ChallengeStore.class)::insert));
        }
        all.forEach(one -> hub.get(WakeUps.class)
                .challenge(one.id(), 1, one.due().orElseThrow().at()));
        return all;
    }

    private static PlannedStep step(Transport transport, String address, Duration wait) {
        return new PlannedStep(transport, Sensitive.of(address), wait, Success.VERIFIED);
    }

    private Result result(List<Challenge> all, Duration wait, Map<String, Instant> arrivals, Lateness peer) {
        if (hub.get(Phone.class).doubled.get() > 0) {
            throw new IllegalStateException("A send was doubled");
        }
        Map<UUID, Instant> claims = new ConcurrentHashMap<>();
        jdbc.sql("select challenge_id, claimed_at from attempt where turn = 1")
                .query((row, number) -> claims.put(
                        row.getObject(1, UUID.class), row.getTimestamp(2).toInstant()))
                .list();
        List<Duration> first = new ArrayList<>();
        List<Duration> fallback = new ArrayList<>();
        for (Challenge one : all) {
            first.add(Duration.between(one.due().orElseThrow().at(), arrivals.get(one.id() + "/1")));
            fallback.add(Duration.between(claims.get(one.id()).plus(wait), arrivals.get(one.id() + "/2")));
        }
        return new Result(Lateness.of(first), Lateness.of(fallback), peer);
    }

    /** The provider of SMS answers none of the next {@code messages} until {@link #answer}. */
    public void hang(int messages) {
        hub.get(Phone.class).hang(messages);
    }

    public void answer() {
        hub.get(Phone.class).answered.countDown();
    }

    private void end() {
        jdbc.sql("update challenge set state = 'CANCELLED', closed_at = now(), due_step = null, due_at = null,"
                        + " wake_at = null, version = version + 1 where state = 'OPEN'")
                .update();
    }

    @Override
    public void close() {
        hub.close();
    }

    /** Notes when each message comes. Public, since Camel calls it. */
    public static final class Phone {

        private final Map<String, Instant> arrivals = new ConcurrentHashMap<>();
        private final AtomicInteger doubled = new AtomicInteger();
        private final AtomicInteger hanging = new AtomicInteger();
        private volatile CountDownLatch answered = new CountDownLatch(0);

        private void hang(int messages) {
            answered = new CountDownLatch(1);
            hanging.set(messages);
        }

        public void arrived(@Header("Reference") String reference, @Header("Transport") String transport)
                throws InterruptedException {
            Instant now = Clock.systemUTC().instant();
            if (arrivals.putIfAbsent(reference, now) != null) {
                doubled.incrementAndGet();
            }
            if (transport.equals("sms") && hanging.getAndDecrement() > 0) {
                answered.await();
            }
        }
    }

    static class Phones {
        @Bean
        Phone phone() {
            return new Phone();
        }
    }

    /** Artemis's own scheduled delivery. */
    private static final class Peer implements AutoCloseable {

        private final Queue<Duration> late = new ConcurrentLinkedQueue<>();
        private final JmsTemplate jms;
        private final DefaultMessageListenerContainer listener = new DefaultMessageListenerContainer();

        Peer(ConnectionFactory connections) {
            jms = new JmsTemplate(connections);
            jms.setDeliveryPersistent(false);
            jms.setExplicitQosEnabled(true);
            listener.setConnectionFactory(connections);
            listener.setDestinationName(PEER);
            listener.setReceiveTimeout(100);
            listener.setMessageListener((jakarta.jms.MessageListener) message -> {
                try {
                    Instant due = Instant.ofEpochMilli(message.getLongProperty("_AMQ_SCHED_DELIVERY"));
                    late.add(Duration.between(due, Clock.systemUTC().instant()));
                } catch (jakarta.jms.JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            listener.afterPropertiesSet();
            listener.start();
        }

        void send() {
            long due = Clock.systemUTC().instant().plus(PEER_AHEAD).toEpochMilli();
            jms.send(PEER, session -> {
                jakarta.jms.Message message = session.createMessage();
                message.setLongProperty("_AMQ_SCHED_DELIVERY", due);
                return message;
            });
        }

        @Override
        public void close() {
            listener.shutdown();
        }
    }
}
