package org.countersign.lookup;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.countersign.channel.Breakers;
import org.countersign.platform.ErrorCategory;
import org.countersign.policy.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Asks all lookups about a number at once. Each has a time that it cannot exceed, whatever its file does, and a circuit
 * breaker: one that is dead costs nothing but its policy. Thread-safe.
 */
public final class Lookups implements AutoCloseable {

    private final LookupCatalog catalog;
    private final Breakers breakers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable ProducerTemplate template;

    Lookups(LookupCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.breakers = new Breakers("Lookup", clock);
    }

    /** Whether anybody is asked before a message goes by {@code transport}. */
    public boolean any(Transport transport) {
        return !catalog.before(transport).isEmpty();
    }

    /** Whether anybody is asked who must know since when the number is the person's. */
    public boolean needSince(Transport transport) {
        return catalog.before(transport).stream().anyMatch(Lookup::needsSince);
    }

    /** What they found, by their names. Takes no longer than the longest of their limits. */
    public List<Finding> ask(Question question, CamelContext camel) {
        List<Supplier<Finding>> asked = catalog.before(question.transport()).stream()
                .filter(lookup -> !lookup.needsSince() || question.since().isPresent())
                .map(lookup -> ask(lookup, question, camel))
                .toList();
        return asked.stream().map(Supplier::get).toList();
    }

    /** Asks now; what is given back waits for the answer. */
    private Supplier<Finding> ask(Lookup lookup, Question question, CamelContext camel) {
        if (!breakers.admit(lookup.name())) {
            Finding down = FindingReader.silence(lookup, ErrorCategory.UNAVAILABLE, "Not asked, it is marked down");
            return () -> down;
        }
        long start = System.nanoTime();
        String endpoint = "kamelet:lookup-" + lookup.name();
        Future<Finding> pending = threads.submit(() -> FindingReader.read(
                lookup,
                question.number(),
                template(camel).send(endpoint, exchange -> fill(exchange.getMessage(), question))));
        return () -> await(lookup, pending, start);
    }

    private static void fill(Message message, Question question) {
        message.setHeader("To", question.subscriber());
        message.setHeader("Transport", question.transport().code());
        message.setHeader("Country", question.number().country());
        message.setHeader("Line", question.number().line().name().toLowerCase(Locale.ROOT));
        message.setHeader("Carrier", question.number().carrier());
        message.setHeader("Facility", question.facility());
        message.setHeader("Purpose", question.purpose().code());
        question.since().ifPresent(day -> message.setHeader("Since", day.toString()));
    }

    private Finding await(Lookup lookup, Future<Finding> pending, long start) {
        long left = lookup.limit().toNanos() - (System.nanoTime() - start);
        try {
            return counted(pending.get(Math.max(left, 0), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            pending.cancel(true);
            String reason = "No answer within " + lookup.limit().toMillis() + " ms";
            return counted(FindingReader.silence(lookup, ErrorCategory.TIMEOUT, reason));
        } catch (ExecutionException e) {
            return counted(FindingReader.failed(lookup, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FindingReader.silence(lookup, ErrorCategory.TIMEOUT, "The hub is stopping");
        }
    }

    private Finding counted(Finding finding) {
        switch (finding) {
            case Finding.Clear clear -> breakers.succeeded(clear.lookup());
            case Finding.Veto veto -> breakers.succeeded(veto.lookup());
            case Finding.Silence silence -> breakers.failed(silence.lookup(), silence.category());
        }
        return finding;
    }

    private synchronized ProducerTemplate template(CamelContext camel) {
        if (template == null) {
            template = camel.createProducerTemplate();
        }
        return template;
    }

    /** Gives up what is being asked. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
