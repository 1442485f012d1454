package org.countersign.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.MessageId;

/**
 * A phone network that speaks SMPP on a real socket, in this process; the hub may be in another. It keeps what it is
 * given, refuses what it is told to refuse, sends receipts and answers questions.
 */
public final class SmppNetwork implements AutoCloseable {

    public static final String SYSTEM_ID = "countersign";
    public static final String PASSWORD = "secret&8";

    /** Messages that may wait for their answer at a time. */
    private static final int PROCESSORS = 100;

    private final int port;
    private final ServerConnection server;
    private final List<SMPPServerSession> receivers = new CopyOnWriteArrayList<>();
    private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    private final Queue<Sms> messages = new ConcurrentLinkedQueue<>();
    private final Map<String, MessageState> states = new ConcurrentHashMap<>();
    private final Map<String, String> askedUnder = new ConcurrentHashMap<>();
    private final SmppSegments segments = new SmppSegments();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger receiptsAskedFor = new AtomicInteger();
    private volatile int refusal = SMPPConstant.STAT_ESME_ROK;
    private volatile boolean reporting;
    private volatile Carrier carrier = sms -> {};
    private volatile boolean closed;

    private SmppNetwork(int port, ServerConnection server) {
        this.port = port;
        this.server = server;
    }

    /** Opens a network on a free port. */
    public static SmppNetwork start() {
        return start(HubProcess.freePort());
    }

    /** Opens a network on a port, as after an outage; a connection of another's may have the port for a moment. */
    public static SmppNetwork start(int port) {
        var network = new SmppNetwork(
                port,
                Awaitility.await("port " + port)
                        .atMost(Duration.ofSeconds(60))
                        .ignoreExceptionsMatching(BindException.class::isInstance)
                        .until(() -> new ServerSocketConnectionFactory().listen(port), Objects::nonNull));
        Thread.ofVirtual().name("smpp-network").start(network::accept);
        return network;
    }

    public int port() {
        return port;
    }

    /** From now on each message is refused with this status, as {@link SMPPConstant#STAT_ESME_RTHROTTLED}. */
    public void refuse(int status) {
        refusal = status;
    }

    public void refuseNothing() {
        refusal = SMPPConstant.STAT_ESME_ROK;
    }

    /** From now on {@code next} decides what becomes of each message, before it is answered. */
    public void carriedBy(Carrier next) {
        carrier = next;
    }

    /** From now on each message that asks for a receipt is reported as delivered. */
    public void reportDeliveries() {
        reporting = true;
    }

    /** All complete messages, in the order in which their last segments came. */
    public List<Sms> messages() {
        return List.copyOf(messages);
    }

    /** The sender under which each message was asked after, by its id. */
    public Map<String, String> askedUnder() {
        return Map.copyOf(askedUnder);
    }

    public List<Sms> messagesTo(String number) {
        return messages.stream().filter(sms -> sms.to().equals(number)).toList();
    }

    /** Waits for a message to {@code number}, E.164 without plus sign, and gives the last one. */
    public Sms awaitMessageTo(String number) {
        return Awaitility.await("an SMS to " + number)
                .atMost(Duration.ofSeconds(30))
                .until(() -> messagesTo(number), found -> !found.isEmpty())
                .getLast();
    }

    /** How many segments asked for a receipt. */
    public int receiptsAskedFor() {
        return receiptsAskedFor.get();
    }

    /** What the network answers when it is asked for a message. */
    public void know(String id, MessageState state) {
        states.put(id, state);
    }

    public void awaitReceiver() {
        Awaitility.await("a session that takes receipts").until(() -> !receivers.isEmpty());
    }

    /**
     * Sends a receipt, once, over a session that takes them.
     *
     * @param status as {@code DELIVRD}
     * @return whether the other side took it
     */
    public boolean report(String id, String status) {
        String receipt =
                "id:%s sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:%s err:000 text:Your code is 9"
                        .formatted(id, status);
        return deliver(MessageType.SMSC_DEL_RECEIPT, TypeOfNumber.INTERNATIONAL, "15550100", receipt);
    }

    /**
     * Sends what somebody wrote to the clinic, once, over a session that takes messages.
     *
     * @param type of the number that it is from
     * @return whether the other side took it
     */
    public boolean reply(TypeOfNumber type, String from, String text) {
        return deliver(MessageType.DEFAULT, type, from, text);
    }

    private boolean deliver(MessageType kind, TypeOfNumber type, String from, String text) {
        try {
            receivers
                    .getFirst()
                    .deliverShortMessage(
                            "",
                            type,
                            NumberingPlanIndicator.ISDN,
                            from,
                            TypeOfNumber.ALPHANUMERIC,
                            NumberingPlanIndicator.UNKNOWN,
                            "CLINIC",
                            new ESMClass(MessageMode.DEFAULT, kind, GSMSpecificFeature.DEFAULT),
                            (byte) 0,
                            (byte) 0,
                            new RegisteredDelivery(0),
                            DataCodings.ZERO,
                            text.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (PDUException
                | ResponseTimeoutException
                | InvalidResponseException
                | NegativeResponseException
                | IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sessions.forEach(SMPPServerSession::close);
    }

    private void accept() {
        while (!closed) {
            try {
                Connection connection = server.accept();
                Thread.ofVirtual().start(() -> bind(connection));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void bind(Connection connection) {
        var session = new SMPPServerSession(
                connection,
                (state, old, source) -> {
                    if (state.isNotClosed()) {
                        return;
                    }
                    receivers.remove(source);
                    sessions.remove(source);
                },
                new SmppRequests(this),
                null,
                PROCESSORS,
                10_000,
                new SynchronizedPDUSender(new DefaultPDUSender(new DefaultComposer())),
                new LenientPduReader());
        session.setTransactionTimer(10_000);
        sessions.add(session);
        try {
            BindRequest request = session.waitForBind(10_000);
            if (!SYSTEM_ID.equals(request.getSystemId()) || !PASSWORD.equals(request.getPassword())) {
                request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
                session.close();
                return;
            }
            request.accept("network");
            if (request.getBindType().isReceivable()) {
                receivers.add(session);
            }
        } catch (IOException | TimeoutException | PDUException e) {
            session.close();
        }
    }

    SubmitSmResult submit(SubmitSm submit) throws ProcessRequestException {
        if (refusal != SMPPConstant.STAT_ESME_ROK) {
            throw new ProcessRequestException("Refused", refusal);
        }
        String id = "net-" + ids.incrementAndGet();
        boolean receipt = (submit.getRegisteredDelivery() & 1) == 1;
        if (receipt) {
            receiptsAskedFor.incrementAndGet();
        }
        Optional<Sms> complete = segments.add(submit)
                .map(text -> new Sms(
                        id,
                        submit.getSourceAddr(),
                        submit.getSourceAddrTon(),
                        submit.getSourceAddrNpi(),
                        submit.getDestAddress(),
                        submit.getDestAddrTon(),
                        text,
                        submit.getDataCoding(),
                        receipt));
        states.put(id, MessageState.ENROUTE);
        if (complete.isPresent()) {
            messages.add(complete.get());
            carrier.carry(complete.get());
        }
        if (receipt && reporting) {
            states.put(id, MessageState.DELIVERED);
            Thread.ofVirtual().start(() -> report(id, "DELIVRD"));
        }
        try {
            return new SubmitSmResult(new MessageId(id), new org.jsmpp.bean.OptionalParameter[0]);
        } catch (PDUException e) {
            throw new IllegalStateException(e);
        }
    }

    QuerySmResult query(QuerySm query) throws ProcessRequestException {
        askedUnder.put(query.getMessageId(), Objects.requireNonNullElse(query.getSourceAddr(), ""));
        MessageState state = states.get(query.getMessageId());
        if (state == null) {
            throw new ProcessRequestException("Unknown message", SMPPConstant.STAT_ESME_RQUERYFAIL);
        }
        return new QuerySmResult("", state, (byte) 0);
    }

    /** What becomes of a message. */
    public interface Carrier {

        /** @throws ProcessRequestException refuses it */
        void carry(Sms sms) throws ProcessRequestException;
    }

    /**
     * A message as the phone shows it.
     *
     * @param id the network's, of its last segment
     * @param to without plus sign
     * @param dataCoding 0 for the default alphabet, 8 for UCS-2
     * @param receipt whether its last segment asked for one
     */
    public record Sms(
            String id,
            String from,
            byte fromType,
            byte fromPlan,
            String to,
            byte toType,
            String text,
            byte dataCoding,
            boolean receipt) {}
}
