package org.countersign.answer;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mllp.MllpAcknowledgementException;
import org.apache.camel.component.mllp.MllpApplicationErrorAcknowledgementException;
import org.apache.camel.component.mllp.MllpApplicationRejectAcknowledgementException;
import org.apache.camel.component.mllp.MllpCommitErrorAcknowledgementException;
import org.apache.camel.component.mllp.MllpCommitRejectAcknowledgementException;
import org.apache.camel.component.mllp.MllpConstants;
import org.apache.camel.component.mllp.MllpNegativeAcknowledgementException;
import org.apache.camel.component.mllp.MllpWriteException;
import org.countersign.event.SentMessage;
import org.countersign.platform.OperationalException;

/**
 * The bean {@code mllpAnswers} of {@code routes/answer/mllp.camel.yaml}: makes the answer that is due into a message,
 * and writes down what the other side said to it. Only AA and CA are a yes.
 */
public final class MllpAnswers {

    private static final String ANSWER = "CountersignAnswer";

    private final AnswerStore store;
    private final AnswerProperties settings;
    private final Settling settling;
    private final AnswerLetters letters;
    private final Clock clock;
    /** Destinations that could not be reached, and until when they are left alone: each try may cost its whole time. */
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();

    MllpAnswers(AnswerStore store, AnswerProperties settings, Settling settling, AnswerLetters letters, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.settling = settling;
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * Makes a wake-up (body: number of an answer) into the message to be sent, with the headers Host, Port,
     * ConnectTimeout, Timeout (milliseconds) and Tls (name of a bundle, may be empty). Ends the route when none is due.
     */
    public void prepare(Exchange exchange) {
        long id = Long.parseLong(exchange.getMessage().getBody(String.class));
        exchange.getMessage().removeHeaders("*");
        Optional<Answer> woken = store.find(id).filter(answer -> !isResting(answer.destination()));
        if (woken.isEmpty() || !put(woken.get(), exchange)) {
            exchange.setRouteStop(true);
        }
    }

    /** The other side has it (AA, CA), if what it said was about this answer. */
    public void record(Exchange exchange) {
        Answer answer = answer(exchange);
        byte[] bytes = exchange.getMessage().getHeader(MllpConstants.MLLP_ACKNOWLEDGEMENT, new byte[0], byte[].class);
        resting.remove(answer.destination());
        if (SentMessage.of(bytes).field("MSA", 2).equals(answer.controlId())) {
            settling.sent(answer);
        } else {
            // whose acknowledgement it was nobody can say, so the connection is not to be trusted either
            unknown(answer, "The acknowledgement was of another message");
        }
    }

    /** The send failed, or the other side said no. */
    public void fail(Exchange exchange) {
        Answer answer = answer(exchange);
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        settle(answer, cause == null ? new IllegalStateException() : cause);
        exchange.setRouteStop(true);
    }

    private void settle(Answer answer, Throwable cause) {
        switch (cause) {
            case MllpApplicationRejectAcknowledgementException reject -> refused(answer, "Answered AR");
            case MllpCommitRejectAcknowledgementException reject -> refused(answer, "Answered CR");
            case MllpApplicationErrorAcknowledgementException error -> notTaken(answer, "Answered AE");
            case MllpCommitErrorAcknowledgementException error -> notTaken(answer, "Answered CE");
            case MllpNegativeAcknowledgementException other -> notTaken(answer, "Answered no");
            // after the write: no acknowledgement, or none that can be read
            case MllpAcknowledgementException unread -> unknown(answer, "No acknowledgement came");
            case SocketTimeoutException unreached -> unreachable(answer, "Not connected in time");
            case IOException unreached -> unreachable(answer, "Not connected");
            // a frame that could not be written whole is no message
            case MllpWriteException unwritten -> unreachable(answer, "Not written");
            default -> unknown(answer, "The send broke off");
        }
    }

    private boolean put(Answer woken, Exchange exchange) {
        Optional<Destination> to = settings.find(woken.destination());
        if (to.isEmpty()) {
            settling.failed(woken, "countersign.answers." + woken.destination() + " is not configured any more");
            return false;
        }
        Retry retry = to.get().retry();
        return settling.claim(woken.id(), destination -> retry)
                .filter(claimed -> !claimed.inDoubt() || mayRepeat(claimed, to.get()))
                .map(claimed -> put(claimed, to.get(), exchange))
                .orElse(false);
    }

    private boolean mayRepeat(Answer answer, Destination to) {
        if (to.unknown() == Destination.Unknown.REPORT) {
            settling.reported(answer, "The send broke off, and it may have arrived");
            return false;
        }
        return true;
    }

    private boolean put(Answer answer, Destination to, Exchange exchange) {
        byte[] bytes;
        try {
            bytes = letters.write(answer, to.role());
        } catch (OperationalException e) {
            settling.failed(answer, String.valueOf(e.getMessage()));
            return false;
        }
        exchange.setProperty(ANSWER, answer);
        // what an idle connection has become shows only when it is read, which is too late for "report"
        exchange.setProperty(
                MllpConstants.MLLP_CLOSE_CONNECTION_BEFORE_SEND, to.unknown() == Destination.Unknown.REPORT);
        Message message = exchange.getMessage();
        message.setBody(bytes);
        message.setHeader("Host", to.host());
        message.setHeader("Port", to.port());
        message.setHeader("ConnectTimeout", to.connectTimeout().toMillis());
        message.setHeader("Timeout", to.timeout().toMillis());
        message.setHeader("Tls", to.sslBundle());
        return true;
    }

    /** The other side understood and wants it again later; an earlier try may be what is in its way. */
    private void notTaken(Answer answer, String reason) {
        resting.remove(answer.destination());
        settling.tryAgain(answer, answer.inDoubt(), reason, retry(answer));
    }

    /** The other side will never take it; an earlier try that it took may be the reason. */
    private void refused(Answer answer, String reason) {
        resting.remove(answer.destination());
        if (answer.inDoubt()) {
            settling.reported(answer, reason + ", and an earlier try may have arrived");
        } else {
            settling.failed(answer, reason);
        }
    }

    private void unreachable(Answer answer, String reason) {
        Retry retry = retry(answer);
        resting.put(answer.destination(), clock.instant().plus(retry.pause(1)));
        settling.tryAgain(answer, answer.inDoubt(), reason, retry);
    }

    private void unknown(Answer answer, String reason) {
        boolean report = settings.find(answer.destination())
                .filter(to -> to.unknown() == Destination.Unknown.REPORT)
                .isPresent();
        if (report) {
            settling.reported(answer, reason + ", and it may have arrived");
        } else {
            settling.tryAgain(answer, true, reason, retry(answer));
        }
    }

    private boolean isResting(String destination) {
        Instant until = resting.get(destination);
        return until != null && clock.instant().isBefore(until);
    }

    private Retry retry(Answer answer) {
        return settings.find(answer.destination()).orElseThrow().retry();
    }

    private static Answer answer(Exchange exchange) {
        Answer answer = exchange.getProperty(ANSWER, Answer.class);
        if (answer == null) {
            throw new IllegalStateException("mllpAnswers.prepare must come first in the route");
        }
        return answer;
    }
}
