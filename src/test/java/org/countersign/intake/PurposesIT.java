package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.countersign.audit.AuditTrail;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeIssuer;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.CodeDeriver;
import org.countersign.dispatch.RouteDispatcher;
import org.countersign.event.Hl7v2Reader;
import org.countersign.policy.Purpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sample of the guides asks for a challenge of its purpose, and what is sent says so and tells nothing more. */
class PurposesIT {

    private static IntakeParts parts;

    @BeforeAll
    static void start() {
        parts = IntakeParts.open();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void empty() {
        parts.empty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "adt-a28-portal; PORTAL; portal; en; is your code to sign in to your portal; Never share it.",
                "oru-r01-result; PORTAL; portal-result; es; para entrar en su portal; No lo comparta.",
                "siu-s12-telehealth; TELEHEALTH; telehealth; en; is your code to join your video visit; Never share it.",
                "siu-s12; APPOINTMENT; appointment; en; is your code to confirm your appointment; Never share it.",
                "rde-o25-refill; REFILL; refill; es; para renovar su receta; Solo para su farmacia.",
                "orm-o01-refill; REFILL; refill; es; para renovar su receta; Solo para su farmacia.",
                "dft-p03-billing; BILLING; billing; es; para confirmar su pago; No lo comparta.",
            })
    void aSampleIsChallengedForItsPurposeInItsWords(
            String sample, Purpose purpose, String policy, String language, String words, String secrecy)
            throws IOException {
        String message = Files.readString(Path.of("src/docs/samples", sample + ".hl7"), StandardCharsets.ISO_8859_1);
        assertThat(parts.accept("two", message)).contains("\rMSA|AA|");
        InboxDrain drain = parts.drain(
                parts.hub.get(Hl7v2Reader.class),
                parts.hub.get(ChallengeIssuer.class),
                parts.hub.get(AuditTrail.class),
                parts.feeds,
                parts.transactions());
        drain.drain(parts.jdbc().sql("select id from inbox").query(String.class).single());
        UUID id = parts.jdbc().sql("select id from challenge").query(UUID.class).single();
        Challenge challenge = parts.hub.get(ChallengeStore.class).find(id).orElseThrow();
        assertThat(challenge.purpose()).isEqualTo(purpose);
        assertThat(challenge.policy()).isEqualTo(policy);
        assertThat(challenge.locale()).isEqualTo(Locale.of(language));

        String code =
                parts.hub.get(CodeDeriver.class).derive(id, challenge.recipe()).reveal();
        assertThat(sent(challenge))
                .contains(code)
                .contains(words)
                .endsWith(secrecy)
                .doesNotContainIgnoringCase("lipid")
                .doesNotContainIgnoringCase("derma")
                .doesNotContainIgnoringCase("metformin");
        assertThat(challenge.act()).doesNotContain("MRN-");
    }

    /** What the route of the dispatcher would hand to the channel. */
    private static String sent(Challenge challenge) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(challenge.id().toString());
            exchange.getMessage().setHeader("turn", challenge.turn());
            parts.hub.get(RouteDispatcher.class).prepare(exchange);
            parts.hub.get(RouteDispatcher.class).offer(exchange);
            return exchange.getMessage().getBody(String.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
