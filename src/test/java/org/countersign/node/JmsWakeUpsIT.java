package org.countersign.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.countersign.platform.WakeUps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

class JmsWakeUpsIT {

    private static final UUID CHALLENGE = UUID.fromString("6f2a4f0e-3c0b-4a43-9f0e-0a4f6a1a0001");

    @TempDir
    Path folder;

    private LocalBroker broker;
    private JmsTemplate receiver;
    private WakeUps wakeUps;

    @BeforeEach
    void start() {
        broker = LocalBroker.start(folder);
        ConnectionFactory connections = LocalBroker.connectionFactory();
        receiver = new JmsTemplate(connections);
        wakeUps = new NodeConfiguration().wakeUps(connections, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void aMessageOfAPatientCarriesItsIdAndThePatientsGroupAndNothingElse() throws JMSException {
        wakeUps.inbox(4711, "f00d");
        TextMessage message = receive("countersign.events");
        assertThat(message.getText()).isEqualTo("4711");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("f00d");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    }

    @Test
    void aStepThatIsDueNowComesAtOnce() throws JMSException {
        wakeUps.challenge(CHALLENGE, 2, Instant.now());
        TextMessage message = receive("countersign.dispatch");
        assertThat(message.getText()).isEqualTo(CHALLENGE.toString());
        assertThat(message.getIntProperty("turn")).isEqualTo(2);
    }

    @Test
    void aStepThatIsDueLaterComesNoSooner() {
        Instant due = Instant.now().plusMillis(700);
        wakeUps.challenge(CHALLENGE, 1, due);
        receive("countersign.dispatch");
        assertThat(Instant.now()).isAfterOrEqualTo(due);
    }

    @Test
    void aBrokerThatIsGoneDoesNotFailTheCaller() {
        ActiveMQConnectionFactory nowhere =
                new ActiveMQConnectionFactory("tcp://127.0.0.1:1?connectionTtl=1000&reconnectAttempts=0");
        WakeUps deaf = new NodeConfiguration().wakeUps(nowhere, Clock.systemUTC());
        assertThatCode(deaf::outcomes).doesNotThrowAnyException();
    }

    private TextMessage receive(String queue) {
        receiver.setReceiveTimeout(10_000);
        TextMessage message = (TextMessage) receiver.receive(queue);
        assertThat(message).isNotNull();
        return message;
    }
}
