package org.countersign.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.countersign.audit.Settlement.Shipping;
import org.countersign.fhir.BatchAnswer;
import org.countersign.fhir.FhirClient;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships sealed entries as AuditEvents to a FHIR server, in the order of the chain. Each is put under its own id, so
 * that one that was sent but not yet marked is overwritten by itself and never doubled. An entry leaves the outbox when
 * the server has it or refuses it for good; while the server is down or refuses us, all wait. Without a server entries
 * wait at no cost.
 */
public final class AuditOutbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditOutbox.class);

    /** Answers to a whole request that another content may not get. */
    private static final Set<Integer> ABOUT_THE_CONTENT = Set.of(400, 413, 422);

    private final Optional<FhirClient> server;
    private final ShippingStore store;
    private final AuditEventReader reader;
    private final RetryPause pause;
    private final Clock clock;
    private final int fullBatch;
    private final AtomicBoolean running = new AtomicBoolean();
    private int batch;

    AuditOutbox(
            Optional<FhirClient> server,
            ShippingStore store,
            AuditEventReader reader,
            RetryPause pause,
            Clock clock,
            int fullBatch) {
        this.server = server;
        this.store = store;
        this.reader = reader;
        this.pause = pause;
        this.clock = clock;
        this.fullBatch = fullBatch;
        this.batch = fullBatch;
    }

    /**
     * Ships until nothing waits or the server is in trouble; how many entries left the outbox. Returns 0 at once while
     * it runs elsewhere, on this node or another, and in the pause after a failure.
     */
    public int ship() {
        if (server.isEmpty() || !pause.isOver() || !running.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return store.alone(() -> shipAll(server.get()));
        } finally {
            running.set(false);
        }
    }

    /** How many entries wait for the server and how many it refused, where one is configured. */
    void bindTo(MeterRegistry registry) {
        if (server.isEmpty()) {
            return;
        }
        gauge(registry, "countersign.audit.waiting", "Audit entries not shipped yet", Shipping.WAITING);
        gauge(registry, "countersign.audit.quarantined", "Audit entries that the server refused", Shipping.QUARANTINED);
    }

    /** Breaks off what is on its way; it will be put again after the next start. */
    @Override
    public void close() {
        server.ifPresent(FhirClient::close);
    }

    private void gauge(MeterRegistry registry, String name, String description, Shipping state) {
        Gauge.builder(name, store, from -> from.count(state))
                .description(description)
                .register(registry);
    }

    private int shipAll(FhirClient to) {
        int total = 0;
        List<AuditEntry> entries = store.waiting(batch);
        while (!entries.isEmpty() && pause.isOver()) {
            total += shipBatch(to, entries);
            entries = store.waiting(batch);
        }
        return total;
    }

    private int shipBatch(FhirClient to, List<AuditEntry> entries) {
        List<AuditEntry> sent = new ArrayList<>();
        List<AuditEvent> events = new ArrayList<>();
        List<Settlement> settlements = new ArrayList<>();
        for (AuditEntry entry : entries) {
            Optional<AuditEvent> event = reader.read(entry);
            if (event.isPresent()) {
                sent.add(entry);
                events.add(event.get());
            } else {
                settlements.add(Settlement.unreadable(entry));
            }
        }
        if (!events.isEmpty()) {
            settlements.addAll(settle(sent, send(to, events)));
        }
        List<Settlement> done = settlements.stream().filter(Settlement::isFinal).toList();
        store.settle(done, clock.instant());
        done.stream().filter(one -> one.shipping() == Shipping.QUARANTINED).forEach(AuditOutbox::report);
        return done.size();
    }

    /** A batch that is refused whole goes out in halves until the one entry is found that the server cannot take. */
    private BatchAnswer send(FhirClient to, List<AuditEvent> events) {
        BatchAnswer answer = to.batch(bundle(events));
        return isRefusedForItsContent(answer) && events.size() == 1 ? to.put(events.getFirst()) : answer;
    }

    private List<Settlement> settle(List<AuditEntry> sent, BatchAnswer answer) {
        switch (answer) {
            case BatchAnswer.Answered answered -> {
                return settle(sent, answered);
            }
            case BatchAnswer.Refused refused -> {
                if (isRefusedForItsContent(answer)) {
                    batch = Math.max(1, sent.size() / 2);
                } else {
                    wait("HTTP " + refused.status());
                }
            }
            case BatchAnswer.Unanswered unanswered -> wait(unanswered.category().name());
            case BatchAnswer.Unauthorized unauthorized -> wait(unauthorized.reason());
        }
        return List.of();
    }

    private List<Settlement> settle(List<AuditEntry> sent, BatchAnswer.Answered answered) {
        List<Settlement> settlements = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            settlements.add(Settlement.of(sent.get(i), answered.entries().get(i)));
        }
        settlements.stream().filter(one -> !one.isFinal()).findFirst().ifPresentOrElse(one -> wait(one.note()), () -> {
            batch = Math.min(fullBatch, batch * 2);
            if (pause.succeed()) {
                LOG.info("The FHIR server takes AuditEvents again");
            }
        });
        return settlements;
    }

    private void wait(String reason) {
        LOG.warn("The FHIR server takes no AuditEvents ({}); next try in {}", reason, pause.fail());
    }

    private static void report(Settlement refused) {
        LOG.error("Audit entry {} is quarantined and will not be shipped: {}", refused.id(), refused.note());
    }

    private static boolean isRefusedForItsContent(BatchAnswer answer) {
        return answer instanceof BatchAnswer.Refused refused && ABOUT_THE_CONTENT.contains(refused.status());
    }

    private static Bundle bundle(List<AuditEvent> events) {
        var bundle = new Bundle().setType(BundleType.BATCH);
        for (AuditEvent event : events) {
            bundle.addEntry()
                    .setResource(event)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl("AuditEvent/" + event.getIdElement().getIdPart());
        }
        return bundle;
    }
}
