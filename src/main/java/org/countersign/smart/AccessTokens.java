package org.countersign.smart;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.jspecify.annotations.Nullable;

/**
 * The hub's access token for one FHIR server: kept until shortly before it ends. Of all threads that need a new one, one
 * asks and the others take what it gets, be it a failure, so that a token endpoint in trouble is not asked by each in turn.
 */
final class AccessTokens implements Authorization {

    /** For the way to the server, and its clock. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Sensitive<String>>> asking = new AtomicReference<>();

    AccessTokens(TokenEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    private record Kept(Sensitive<String> header, Instant until) {}

    @Override
    public Optional<Sensitive<String>> header() {
        return Optional.of(fresh().orElseGet(this::fetch));
    }

    @Override
    public boolean renew(Sensitive<String> refused) {
        Kept current = kept.get();
        if (current != null && current.header().equals(refused)) {
            kept.compareAndSet(current, null);
        }
        return true;
    }

    private Optional<Sensitive<String>> fresh() {
        return Optional.ofNullable(kept.get())
                .filter(one -> clock.instant().isBefore(one.until()))
                .map(Kept::header);
    }

    private Sensitive<String> fetch() {
        CompletableFuture<Sensitive<String>> mine = new CompletableFuture<>();
        CompletableFuture<Sensitive<String>> others = asking.compareAndExchange(null, mine);
        if (others != null) {
            return take(others);
        }
        try {
            // another may have got one since this thread looked
            mine.complete(fresh().orElseGet(this::ask));
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            asking.set(null);
        }
        return take(mine);
    }

    private Sensitive<String> ask() {
        Instant now = clock.instant();
        TokenEndpoint.Token token = endpoint.request();
        Duration life = Duration.between(now, token.until());
        Duration margin = life.dividedBy(2).compareTo(MARGIN) < 0 ? life.dividedBy(2) : MARGIN;
        Sensitive<String> header = Sensitive.of("Bearer " + token.value().reveal());
        kept.set(new Kept(header, token.until().minus(margin)));
        return header;
    }

    private static Sensitive<String> take(CompletableFuture<Sensitive<String>> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OperationalException failure) {
                throw new OperationalException(failure.category(), String.valueOf(failure.getMessage()), failure);
            }
            throw e;
        }
    }
}
