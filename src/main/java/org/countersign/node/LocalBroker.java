package org.countersign.node;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The Artemis that the hub starts for itself: inside the JVM, with no port open, and a journal on disk. */
final class LocalBroker {

    private static final String IN_VM = "vm://0";

    /** Flush at once: the default of 3.3 ms makes each persistent send wait for company that does not come. */
    private static final int JOURNAL_BUFFER_TIMEOUT_NANOS = 0;

    /** No wake-up waits in the buffer of a consumer whose provider does not answer. */
    private static final int AS_ASKED_FOR = 0;

    private static final long MAX_HEAP_BYTES = 64L << 20;

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();

    private LocalBroker() {}

    /**
     * Starts the broker.
     *
     * @param folder where the journal is kept
     */
    static LocalBroker start(Path folder) {
        LocalBroker broker = new LocalBroker();
        try {
            broker.server.setConfiguration(configuration(folder)).start();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded Artemis does not start on " + folder, e);
        }
        return broker;
    }

    static ConnectionFactory connectionFactory() {
        return new ActiveMQConnectionFactory(IN_VM);
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded Artemis does not stop", e);
        }
    }

    private static Configuration configuration(Path folder) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("countersign")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NANOS)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setGlobalMaxSize(MAX_HEAP_BYTES)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", IN_VM)
                .addAddressSetting("#", addressSettings())
                .addAddressSetting(Queues.DISPATCH, addressSettings().setDefaultConsumerWindowSize(AS_ASKED_FOR));
        for (String queue : Queues.ALL) {
            configuration.addAddressConfiguration(new CoreAddressConfiguration()
                    .setName(queue)
                    .addRoutingType(RoutingType.ANYCAST)
                    .addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST)));
        }
        return configuration;
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setDeadLetterAddress(SimpleString.of(Queues.DEAD))
                .setExpiryAddress(SimpleString.of(Queues.DEAD))
                .setMaxDeliveryAttempts(3)
                .setAutoCreateQueues(true)
                .setAutoDeleteQueues(false);
    }
}
