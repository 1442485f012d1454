package org.countersign.node;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.countersign.platform.WakeUps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/** Wake-ups as JMS messages, not persistent: the row waits on disk, the wake-up need not. */
final class JmsWakeUps implements WakeUps {

    private static final Logger LOG = LoggerFactory.getLogger(JmsWakeUps.class);

    /** Epoch milliseconds before which Artemis does not deliver. */
    private static final String DELIVER_AT = "_AMQ_SCHED_DELIVERY";

    private final JmsTemplate jms;
    private final Clock clock;

    /** @param jms sends non-persistent messages */
    JmsWakeUps(JmsTemplate jms, Clock clock) {
        this.jms = jms;
        this.clock = clock;
    }

    @Override
    public void inbox(long inboxId, String patientKey) {
        send(Queues.EVENTS, Long.toString(inboxId), message -> message.setStringProperty("JMSXGroupID", patientKey));
    }

    @Override
    public void challenge(UUID challengeId, int turn, Instant due) {
        send(Queues.DISPATCH, challengeId.toString(), message -> {
            message.setIntProperty("turn", turn);
            if (due.isAfter(clock.instant())) {
                message.setLongProperty(DELIVER_AT, wholeMillisFrom(due));
            }
        });
    }

    @Override
    public void outcomes() {
        send(Queues.OUTCOMES, "outcomes", message -> {});
    }

    @Override
    public void answer(long answerId, String kind, String patientKey) {
        send(Queues.ANSWERS, Long.toString(answerId), message -> {
            message.setStringProperty("Kind", kind);
            message.setStringProperty("JMSXGroupID", patientKey);
        });
    }

    /** Rounded up, since a wake-up that comes before its time finds nothing due. */
    private static long wholeMillisFrom(Instant due) {
        return due.plusNanos(999_999).toEpochMilli();
    }

    private void send(String queue, String body, Properties properties) {
        try {
            jms.send(queue, session -> {
                Message message = session.createTextMessage(body);
                properties.set(message);
                return message;
            });
        } catch (JmsException e) {
            LOG.warn("No wake-up could be sent to {}; the sweep will find the row", queue, e);
        }
    }

    private interface Properties {
        void set(Message message) throws JMSException;
    }
}
