package org.countersign.answer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;
import org.countersign.platform.OperationalException;

/**
 * The bean {@code connectionAnswers} of {@code routes/answer/connection.camel.yaml}: sends an application
 * acknowledgement on the connection that its message came by (HL7 v2.5.1 §2.9.3.2). Nobody acknowledges it in turn, so
 * it is sent once the network has it. Only the node that has the connection can send; an answer whose connection is
 * gone is reported, and is owed again when its message is repeated on another one.
 */
public final class ConnectionAnswers {

    /** An answer that no node has sent after so long has lost its connection. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
    private static final Retry RETRY = new Retry(Duration.ofSeconds(1), Duration.ofSeconds(1), LIMIT, WRITE_LIMIT);
    private static final int BATCH = 500;

    private final AnswerStore store;
    private final Settling settling;
    private final AnswerLetters letters;
    private final Connections connections;
    private final Clock clock;

    ConnectionAnswers(
            AnswerStore store, Settling settling, AnswerLetters letters, Connections connections, Clock clock) {
        this.store = store;
        this.settling = settling;
        this.letters = letters;
        this.connections = connections;
        this.clock = clock;
    }

    /** Sends the answer that a wake-up (body: its number) is for, if its connection is here. */
    public void send(@Body String id) {
        store.find(Long.parseLong(id)).filter(this::isOurs).ifPresent(this::send);
    }

    /** Sends what is due on connections of this node: a wake-up may have gone to another one. */
    public void sweep() {
        store.dueOnConnections(clock.instant(), BATCH).stream()
                .filter(this::isOurs)
                .forEach(this::send);
    }

    private boolean isOurs(Answer woken) {
        return woken.connection()
                .filter(connection -> connections.holds(connection) || RETRY.isOver(woken.createdAt(), clock.instant()))
                .isPresent();
    }

    private void send(Answer woken) {
        settling.claim(woken.id(), destination -> RETRY).ifPresent(answer -> {
            String connection = answer.connection().orElseThrow();
            if (answer.inDoubt()) {
                settling.reported(answer, "The send broke off, and it may have arrived");
            } else if (!connections.holds(connection)) {
                settling.reported(answer, "The connection is closed");
            } else {
                write(answer, connection);
            }
        });
    }

    private void write(Answer answer, String connection) {
        Optional<byte[]> letter = letter(answer);
        if (letter.isEmpty()) {
            return;
        }
        try {
            boolean written = connections
                    .write(connection, letter.get())
                    .toCompletableFuture()
                    .get(WRITE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (written) {
                settling.sent(answer);
            } else {
                settling.reported(answer, "The connection is closed");
            }
        } catch (TimeoutException | ExecutionException e) {
            settling.reported(answer, "The connection takes nothing more, and it may have arrived");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<byte[]> letter(Answer answer) {
        try {
            return Optional.of(letters.write(answer, Destination.Role.PLACER));
        } catch (OperationalException e) {
            settling.failed(answer, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
