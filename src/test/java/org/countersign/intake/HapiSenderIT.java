package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sender that is not ours, HAPI's Initiator, in original and in enhanced mode. */
class HapiSenderIT {

    private static IntakeParts parts;
    private static int port;
    private static int immediate;

    @BeforeAll
    static void start() throws Exception {
        parts = new IntakeParts(
                Map.of(
                        "one", IntakeParts.feed(Map.of()),
                        "immediate", IntakeParts.feed(Map.of("acknowledgements", "immediate"))),
                Map.of());
        port = parts.listen("one");
        immediate = parts.listen("immediate");
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @ParameterizedTest
    @CsvSource(emptyValue = "", textBlock = """
            # MSH-15, MSH-16, feed, MSA-1, MSH-15 of the answer
            '', '', one,       AA, ''
            AL, NE, one,       CA, NE
            AL, AL, one,       CA, NE
            SU, ER, one,       CA, NE
            AL, AL, immediate, AA, ''
            """)
    void theInitiatorFindsItsAnswer(String accept, String application, String feed, String code, String wish)
            throws Exception {
        String controlId = "H" + accept + application + feed;
        try (DefaultHapiContext hapi = new DefaultHapiContext()) {
            hapi.setModelClassFactory(new GenericModelClassFactory());
            hapi.setValidationContext(ValidationContextFactory.noValidation());
            String text = Messages.booking(controlId, "P1", "A1")
                    .replace("|P|2.5.1", "|P|2.5.1|||" + accept + "|" + application);
            Message message = hapi.getPipeParser().parse(text);
            Connection connection = hapi.newClient("127.0.0.1", feed.equals("one") ? port : immediate, false);
            try {
                for (int i = 0; i < 3; i++) {
                    Message answer = connection.getInitiator().sendAndReceive(message);
                    Terser terser = new Terser(answer);
                    assertThat(terser.get("/MSA-1")).isEqualTo(code);
                    assertThat(terser.get("/MSA-2")).isEqualTo(controlId);
                    assertThat(String.valueOf(terser.get("/MSH-15"))).isEqualTo(wish.isEmpty() ? "null" : wish);
                }
            } finally {
                connection.close();
            }
        }
    }
}
