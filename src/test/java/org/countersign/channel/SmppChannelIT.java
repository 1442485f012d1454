package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.testing.SmppNetwork;
import org.countersign.testing.SmppNetwork.Sms;
import org.jsmpp.SMPPConstant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channel against a network on a real socket. */
class SmppChannelIT {

    private static final String NUMBER = "+15550100";

    private SmppNetwork network = SmppNetwork.start();
    private final ChannelRoutes routes = SmppRoutes.to(network.port()).start();

    @AfterEach
    void stop() {
        routes.close();
        network.close();
    }

    @Test
    void aTextOfTheGsmAlphabetArrivesCharacterByCharacter() {
        String text = "Clinic: 012345 [€5] àéñ Ω {ok}\n@portal.example #012345";
        String reference = routes.send("sms-smpp", NUMBER, text);
        Sms sms = onlyMessage();
        assertThat(sms.text()).isEqualTo(text);
        assertThat(sms.dataCoding()).isZero();
        assertThat(sms.id()).isEqualTo(reference);
        assertThat(sms.to()).isEqualTo("15550100");
        assertThat(sms.toType()).isEqualTo((byte) 1);
        assertThat(sms.from()).isEqualTo("CLINIC");
        assertThat(sms.fromType()).isEqualTo((byte) 5);
        assertThat(sms.receipt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ONCOLOGY,ONCOLOGY,5,0", "+14155550100,14155550100,1,1", "24273,24273,0,1"})
    void theSenderOfTheMessageGoesWithItsTypeAndPlan(String sender, String address, byte type, byte plan) {
        routes.send("sms-smpp", NUMBER, "text", Map.of("Sender", sender));
        assertThat(onlyMessage().from()).isEqualTo(address);
        assertThat(onlyMessage().fromType()).isEqualTo(type);
        assertThat(onlyMessage().fromPlan()).isEqualTo(plan);
    }

    @Test
    void aTextInAnotherScriptGoesAsUcs2() {
        routes.send("sms-smpp", NUMBER, "مستشفى: 012345 هو رمزك");
        assertThat(onlyMessage().text()).isEqualTo("مستشفى: 012345 هو رمزك");
        assertThat(onlyMessage().dataCoding()).isEqualTo((byte) 8);
    }

    @ParameterizedTest
    @CsvSource({"a,400", "验,200"})
    void aLongTextArrivesWholeAndAsksForOneReceipt(String letter, int length) {
        String text = letter.repeat(length) + " 012345";
        String reference = routes.send("sms-smpp", NUMBER, text);
        assertThat(onlyMessage().text()).isEqualTo(text);
        assertThat(onlyMessage().id()).isEqualTo(reference).isNotEqualTo("net-1");
        assertThat(onlyMessage().receipt()).isTrue();
        assertThat(network.receiptsAskedFor()).isOne();
    }

    @Test
    void aBusyNetworkIsUnavailableAndAnUnwillingOneRefuses() {
        network.refuse(SMPPConstant.STAT_ESME_RTHROTTLED);
        assertThat(failure(NUMBER).category()).isEqualTo(ErrorCategory.UNAVAILABLE);
        network.refuse(SMPPConstant.STAT_ESME_RSUBMITFAIL);
        OperationalException refused = failure(NUMBER);
        assertThat(refused.category()).isEqualTo(ErrorCategory.REFUSED);
        assertThat(refused)
                .hasMessageContaining("0x00000045")
                .hasMessageNotContaining("5550100")
                .hasNoCause();
        network.refuseNothing();
        assertThat(routes.send("sms-smpp", NUMBER, "text")).isNotBlank();
    }

    @Test
    void aNumberThatIsNotE164IsRefusedHere() {
        assertThat(failure("0155501").category()).isEqualTo(ErrorCategory.INVALID_INPUT);
        assertThat(network.messages()).isEmpty();
    }

    @Test
    void aNetworkThatIsLostIsUnavailableAtOnceAndUsedAgainWhenItIsBack() {
        routes.send("sms-smpp", NUMBER, "before");
        network.close();
        Awaitility.await().until(() -> failure(NUMBER).category() == ErrorCategory.UNAVAILABLE);
        network = SmppNetwork.start(network.port());
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            routes.send("sms-smpp", NUMBER, "after");
            return true;
        });
        assertThat(onlyMessage().text()).isEqualTo("after");
    }

    @Test
    void theFirstMessagesMayComeAllAtOnce() throws Exception {
        List<Callable<String>> sends = IntStream.range(0, 40)
                .<Callable<String>>mapToObj(i -> () -> routes.send("sms-smpp", "+1555010" + (10 + i), "text"))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> reference : threads.invokeAll(sends)) {
                assertThat(reference.get()).startsWith("net-");
            }
        }
        assertThat(network.messages()).hasSize(40);
    }

    private OperationalException failure(String number) {
        return catchThrowableOfType(
                OperationalException.class, () -> routes.send("sms-smpp", number, "Your code is 012345"));
    }

    private Sms onlyMessage() {
        assertThat(network.messages()).hasSize(1);
        return network.messages().getFirst();
    }
}
