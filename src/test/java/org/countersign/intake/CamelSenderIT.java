package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mllp.MllpAcknowledgementException;
import org.apache.camel.component.mllp.MllpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender that is not ours, Camel's {@code mllp:} producer, which judges each acknowledgement itself. */
class CamelSenderIT {

    private static IntakeParts parts;
    private static DefaultCamelContext camel;
    private static String feed;

    @BeforeAll
    static void start() throws Exception {
        parts = new IntakeParts(Map.of("one", IntakeParts.feed(Map.of())), Map.of());
        feed = "mllp:127.0.0.1:" + parts.listen("one") + "?receiveTimeout=10000";
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
        parts.close();
    }

    @ParameterizedTest
    @CsvSource({"'', '', AA", "AL, NE, CA"})
    void theProducerTakesOurAcknowledgementForAYes(String accept, String application, String code) {
        String controlId = "P" + accept;
        Exchange out = send(Messages.booking(controlId, "P1", "A1")
                .replace("|P|2.5.1", "|P|2.5.1|||" + accept + "|" + application));
        assertThat(out.getException()).isNull();
        assertThat(out.getMessage().getHeader(MllpConstants.MLLP_ACKNOWLEDGEMENT_STRING, String.class))
                .contains("\rMSA|" + code + "|" + controlId);
    }

    @Test
    void theProducerTakesARefusalForANo() {
        Exchange out = send(Messages.booking("", "P1", "A1"));
        assertThat(out.getException()).isInstanceOf(MllpAcknowledgementException.class);
    }

    @Test
    void manyMessagesOverItsOneConnectionAreEachStoredOnce() {
        parts.empty();
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "M" + i).toList();
        ids.forEach(
                id -> assertThat(send(Messages.booking(id, "P" + id, "A" + id)).getException())
                        .isNull());
        assertThat(parts.jdbc()
                        .sql("select control_id from inbox order by id")
                        .query(String.class)
                        .list())
                .containsExactlyElementsOf(ids);
    }

    private static Exchange send(String message) {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            return template.send(
                    feed, exchange -> exchange.getMessage().setBody(message.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
