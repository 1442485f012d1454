package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.ServiceStatus;
import org.awaitility.Awaitility;
import org.countersign.channel.RecordingReceipts.Receipt;
import org.countersign.testing.HubProcess;
import org.countersign.testing.SmppNetwork;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.TypeOfNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SmppReceiptsIT {

    private static final int BURST = 2_000;

    private final RecordingReceipts receipts = new RecordingReceipts();
    private final RecordingOptOuts optOuts = new RecordingOptOuts();

    @ParameterizedTest
    @CsvSource({
        "DELIVRD,DELIVERED",
        "ENROUTE,SENT",
        "ACCEPTD,ACCEPTED",
        "UNDELIV,FAILED",
        "REJECTD,FAILED",
        "EXPIRED,FAILED",
        "DELETED,FAILED"
    })
    void aReceiptTellsHowFarTheMessageGot(String status, String progress) {
        try (SmppNetwork network = SmppNetwork.start();
                ChannelRoutes ignored = routes(network.port()).start()) {
            network.awaitReceiver();
            assertThat(network.report("net-7", "UNKNOWN")).isTrue();
            assertThat(network.report("net-7", status)).isTrue();
            assertThat(receipts.received).containsExactly(new Receipt("sms-smpp", "net-7", progress));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNATIONAL,15550100,STOP,stop +15550100 sms-smpp",
        "INTERNATIONAL,15550100,' unsubscribe ',stop +15550100 sms-smpp",
        "UNKNOWN,+15550100,Start,start +15550100 sms-smpp",
        "INTERNATIONAL,15550100,please do not stop,",
        "NATIONAL,5550100,STOP,",
        "UNKNOWN,15550100,STOP,",
        "ALPHANUMERIC,BANK,STOP,"
    })
    void aReplyOfStopListsItsNumberAndStartTakesItOff(TypeOfNumber type, String from, String text, String heard) {
        try (SmppNetwork network = SmppNetwork.start();
                ChannelRoutes ignored = routes(network.port()).start()) {
            network.awaitReceiver();
            assertThat(network.reply(type, from, text)).isTrue();
            assertThat(optOuts.received).containsExactlyElementsOf(heard == null ? List.of() : List.of(heard));
            assertThat(receipts.received).isEmpty();
        }
    }

    @Test
    void ofABurstNoReceiptIsLostForTheNetworkIsAskedForWhatIsMissing() {
        try (SmppNetwork network = SmppNetwork.start();
                ChannelRoutes ignored = routes(network.port())
                        .set("countersign.channels.sms-smpp.reconciliation-period", 300)
                        .start()) {
            network.awaitReceiver();
            List<String> sent = IntStream.range(0, BURST).mapToObj(i -> "m" + i).toList();
            Set<String> lost = Set.of("m3", "m77", "m1999"); // the network itself forgets to report these
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String id : sent) {
                    network.know(id, MessageState.DELIVERED);
                    if (!lost.contains(id)) {
                        threads.execute(() -> network.report(id, "DELIVRD"));
                    }
                }
            }
            Set<String> missing = new HashSet<>(sent);
            missing.removeAll(reported());
            assertThat(missing).containsAll(lost);
            receipts.unreported = List.copyOf(missing);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> reported().size() == BURST);
            assertThat(receipts.received).allMatch(receipt -> receipt.progress().equals("DELIVERED"));
        }
    }

    @Test
    void aMessageThatTheNetworkDoesNotKnowDoesNotHinderTheOthers() {
        try (SmppNetwork network = SmppNetwork.start();
                ChannelRoutes ignored = routes(network.port())
                        .set("countersign.channels.sms-smpp.reconciliation-period", 300)
                        .start()) {
            network.know("known", MessageState.UNDELIVERABLE);
            network.know("named", MessageState.DELIVERED);
            receipts.senders.put("named", "ONCOLOGY");
            receipts.unreported = List.of("unknown", "known", "named");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !receipts.received.isEmpty());
            assertThat(receipts.received).contains(new Receipt("sms-smpp", "known", "FAILED"));
            assertThat(reported()).doesNotContain("unknown");
            Awaitility.await().until(() -> reported().contains("named"));
            assertThat(network.askedUnder())
                    .as("under the sender that it went out with")
                    .containsEntry("named", "ONCOLOGY")
                    .containsEntry("known", "CLINIC");
        }
    }

    @Test
    void withoutSettingsThereAreNoRoutes() {
        try (ChannelRoutes routes = new ChannelRoutes()
                .bean("deliveryReceipts", receipts)
                .bean("smppFields", new SmppFields())
                .load("receipts/smpp.camel.yaml")
                .start()) {
            assertThat(routes.context.getRoutes()).isEmpty();
        }
    }

    @Test
    void theHubStartsWhileTheNetworkIsDownAndTakesReceiptsOnceItIsUp() {
        int port = HubProcess.freePort();
        try (ChannelRoutes routes = routes(port).start()) {
            assertThat(routes.context.getRouteController().getRouteStatus("smpp-reconciliation"))
                    .isEqualTo(ServiceStatus.Started);
            try (SmppNetwork network = SmppNetwork.start(port)) {
                network.awaitReceiver();
                assertThat(network.report("net-1", "DELIVRD")).isTrue();
                assertThat(receipts.received).hasSize(1);
            }
        }
    }

    private ChannelRoutes routes(int port) {
        return SmppRoutes.to(port)
                .bean("deliveryReceipts", receipts)
                .bean("doNotContact", optOuts)
                .set("countersign.channels.sms-smpp.bind-period", 300)
                .load("receipts/reply.camel.yaml")
                .load("receipts/smpp.camel.yaml");
    }

    private Set<String> reported() {
        return receipts.received.stream().map(Receipt::providerReference).collect(Collectors.toSet());
    }
}
