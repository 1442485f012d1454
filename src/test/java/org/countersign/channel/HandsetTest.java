package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.countersign.channel.HandsetSettings.Mode;
import org.countersign.channel.RecordingReceipts.Receipt;
import org.countersign.platform.OperationalException;
import org.countersign.testing.MutableClock;
import org.junit.jupiter.api.Test;

class HandsetTest {

    private static final Optional<String> HERE = Optional.of("127.0.0.1");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Handset handset = new Handset(clock, true);

    @Test
    void theNewestMessageIsFirstAndTheOldestIsForgotten() {
        for (int i = 1; i <= Handset.MESSAGES_MAX + 5; i++) {
            take("text " + i);
        }
        assertThat(handset.messages()).hasSize(Handset.MESSAGES_MAX);
        assertThat(handset.messages().getFirst().text().reveal()).isEqualTo("text 205");
        assertThat(handset.messages().getLast().text().reveal()).isEqualTo("text 6");
    }

    @Test
    void aMessageIsReportedOnceAndOnlyAfterAMoment() {
        String reference = take("text");
        assertThat(handset.delivered()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(handset.delivered()).containsExactly(reference);
        assertThat(handset.delivered()).isEmpty();
    }

    @Test
    void nothingThatItHoldsShowsInAString() {
        take("Your code is 012345");
        assertThat(handset.toString() + handset.messages())
                .doesNotContain("012345")
                .doesNotContain("+15550100");
        assertThat(HandsetController.ShownMessage.of(handset.messages().getFirst())
                        .toString())
                .doesNotContain("012345");
    }

    @Test
    void aHandsetThatIsOffTakesNothing() {
        var off = new Handset(clock, false);
        assertThatThrownBy(() -> off.take("text", "+15550100", "r", "en", "sms"))
                .isInstanceOf(OperationalException.class);
        assertThat(off.messages()).isEmpty();
    }

    @Test
    void itIsOnByItselfOnlyOnAHubThatIsTriedOut() {
        assertThat(HandsetGuard.on(Mode.AUTO, "", List.of(), HERE)).isTrue();
        assertThat(HandsetGuard.on(Mode.AUTO, "", List.of(), Optional.of("::1")))
                .isTrue();
        assertThat(HandsetGuard.on(Mode.AUTO, "jdbc:postgresql://db/hub", List.of(), HERE))
                .isFalse();
        assertThat(HandsetGuard.on(Mode.AUTO, "", List.of("email"), HERE)).isFalse();
        assertThat(HandsetGuard.on(Mode.AUTO, "", List.of(), Optional.of("0.0.0.0")))
                .isFalse();
        assertThat(HandsetGuard.on(Mode.AUTO, "", List.of(), Optional.empty())).isFalse();
        assertThat(HandsetGuard.on(Mode.FALSE, "", List.of(), HERE)).isFalse();
        assertThat(HandsetGuard.on(Mode.TRUE, "jdbc:postgresql://db/hub", List.of(), HERE))
                .isTrue();
    }

    @Test
    void itRefusesToStandBesideARealProviderOrToBeReachedFromElsewhere() {
        assertThatThrownBy(() -> HandsetGuard.on(Mode.TRUE, "", List.of("sms-smpp"), HERE))
                .hasMessageContaining("countersign.handset.enabled")
                .hasMessageContaining("sms-smpp");
        assertThatThrownBy(() -> HandsetGuard.on(Mode.TRUE, "", List.of(), Optional.of("0.0.0.0")))
                .hasMessageContaining("server.address");
        assertThatThrownBy(() -> HandsetGuard.on(Mode.TRUE, "", List.of(), Optional.empty()))
                .hasMessageContaining("server.address");
    }

    @Test
    void itsChannelTakesAMessageAndItsRouteReportsTheDelivery() {
        var receipts = new RecordingReceipts();
        try (var routes = new ChannelRoutes()
                .bean("handset", handset)
                .bean("deliveryReceipts", receipts)
                .load("receipts/handset.camel.yaml")
                .start()) {
            String reference = routes.send("handset", "+15550100", "Your code is 012345");
            HandsetMessage message = handset.messages().getFirst();
            assertThat(message.text().reveal()).isEqualTo("Your code is 012345");
            assertThat(message.to().reveal()).isEqualTo("+15550100");
            assertThat(message.transport()).isEqualTo("sms");
            assertThat(message.locale()).isEqualTo("en-US");
            assertThat(message.reference()).isEqualTo("4f1c/1");

            clock.advance(Duration.ofSeconds(1));
            Awaitility.await().until(() -> !receipts.received.isEmpty());
            assertThat(receipts.received).containsExactly(new Receipt("handset", reference, "DELIVERED"));
        }
    }

    private String take(String text) {
        return handset.take(text, "+15550100", "ref", "en", "sms");
    }
}
