package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.event.Hl7v2Reader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many workers, many patients: nobody's messages overtake one another, and none is lost or done twice. */
class InboxOrderIT {

    private static final Logger LOG = LoggerFactory.getLogger(InboxOrderIT.class);
    private static final int WORKERS = 32;
    private static final int MESSAGES = 10_000;
    private static final int PATIENTS = 500;
    /** Against a hang alone; the log has the figure. */
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("order.seconds", 300));

    @Test
    void tenThousandMessagesOfFiveHundredPatientsAreDoneInOrderAndOnceByThirtyTwoWorkers() throws Exception {
        try (IntakeParts parts = new IntakeParts(Map.of("one", IntakeParts.feed(Map.of())), Map.of())) {
            List<Long> ids = store(parts);
            InboxDrain drain = parts.drain(
                    parts.hub.get(Hl7v2Reader.class),
                    parts.hub.get(ChallengeIssuer.class),
                    parts.hub.get(AuditTrail.class),
                    parts.feeds,
                    parts.transactions());
            // wake-ups come in any order, and some twice
            List<Long> wakeUps = new ArrayList<>(ids);
            wakeUps.addAll(ids.subList(0, MESSAGES / 10));
            Collections.shuffle(wakeUps, new Random(11));
            long start = System.nanoTime();
            drain(drain, wakeUps);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            LOG.info("{} messages drained in {} ms", MESSAGES, took.toMillis());
            assertInOrderAndOnce(parts);
            assertThat(took).isLessThan(LIMIT);
        }
    }

    private static List<Long> store(IntakeParts parts) {
        Random random = new Random(7);
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            // a patient has three appointments, which are booked, moved and called off at random
            String trigger = List.of("S12", "S13", "S13", "S15").get(random.nextInt(4));
            int patient = random.nextInt(PATIENTS);
            String appointment = "A" + patient + "-" + random.nextInt(3);
            String start = "202706" + (10 + random.nextInt(20)) + "090000";
            String message = Messages.siu(trigger, "C" + i, "P" + patient, appointment, start);
            answers.add(parts.take("one", message.getBytes(StandardCharsets.ISO_8859_1)));
        }
        answers.forEach(CompletableFuture::join);
        List<Long> ids = parts.jdbc()
                .sql("select id from inbox order by id")
                .query(Long.class)
                .list();
        assertThat(ids).hasSize(MESSAGES);
        return ids;
    }

    private static void drain(InboxDrain drain, List<Long> wakeUps) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                done.add(workers.submit(() -> {
                    for (int i = next.getAndIncrement(); i < wakeUps.size(); i = next.getAndIncrement()) {
                        drain.drain(wakeUps.get(i).toString());
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
    }

    private static void assertInOrderAndOnce(IntakeParts parts) {
        assertThat(count(parts, "select count(*) from inbox where state = 'DONE' and tries = 0"))
                .isEqualTo(MESSAGES);
        assertThat(count(parts, "select count(*) from audit_entry where kind = 'MESSAGE_READ'"))
                .isEqualTo(MESSAGES);
        assertThat(count(parts, "select count(distinct inbox_id) from audit_entry where kind = 'MESSAGE_READ'"))
                .isEqualTo(MESSAGES);
        // the entries of a patient are numbered in the order of their commits, since those come one after the other
        assertThat(count(parts, """
                        select count(*) from (
                            select inbox_id, lag(inbox_id) over (partition by patient_key order by id) as before
                            from audit_entry where kind = 'MESSAGE_READ') trail
                        where before > inbox_id
                        """)).isZero();
        // what is open in the end is what the patient's latest message about the appointment asked for
        assertThat(count(
                        parts,
                        "select count(*) from (select 1 from challenge where state = 'OPEN'"
                                + " group by act_key having count(*) > 1) twice"))
                .isZero();
    }

    private static long count(IntakeParts parts, String sql) {
        return parts.jdbc().sql(sql).query(Long.class).single();
    }
}
