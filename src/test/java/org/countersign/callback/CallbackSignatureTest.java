package org.countersign.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.callback.SignedCallback.NOW;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallbackSignatureTest {

    private static final int MUTATIONS = 10_000;

    static List<SignedCallback> all() throws Exception {
        return List.of(
                SignedCallback.twilio(),
                SignedCallback.meta(),
                SignedCallback.telegram(),
                SignedCallback.vonage(),
                SignedCallback.sinch(),
                SignedCallback.webhook(),
                SignedCallback.agreed());
    }

    static List<SignedCallback> timed() throws Exception {
        return List.of(
                SignedCallback.telegram(), SignedCallback.vonage(), SignedCallback.sinch(), SignedCallback.webhook());
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatTheProviderSignedIsLetInAgainAndAgain(SignedCallback callback) {
        assertThat(callback.holdsAt(NOW)).isTrue();
        assertThat(callback.holdsAt(NOW)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("timed")
    void whatIsPlayedBackLaterIsRefused(SignedCallback callback) {
        assertThat(callback.holdsAt(NOW.plus(Duration.ofMinutes(5)))).isTrue();
        assertThat(callback.holdsAt(NOW.plus(Duration.ofMinutes(5).plusSeconds(1))))
                .isFalse();
        assertThat(callback.holdsAt(NOW.minus(Duration.ofMinutes(6)))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutItsSecretOrAnyHeaderNothingIsLetIn(SignedCallback callback) {
        for (String setting : callback.settings.keySet()) {
            var fewer = new HashMap<>(callback.settings);
            fewer.remove(setting);
            Callback same = new Callback(callback.body, callback.query, callback.headers::get, NOW);
            assertThat(callback.scheme.holds(same, name -> java.util.Optional.ofNullable(fewer.get(name))))
                    .as(setting)
                    .isFalse();
        }
        for (String header : callback.headers.keySet()) {
            var fewer = new TreeMap<>(callback.headers);
            fewer.remove(header);
            assertThat(callback.holds(callback.body, callback.query, fewer, NOW))
                    .as(header)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void tenThousandAlteredOnesAreRefused(SignedCallback callback) {
        var random = new Random(20261124);
        int altered = 0;
        while (altered < MUTATIONS) {
            byte[] body = callback.body.clone();
            Map<String, String> headers = new TreeMap<>(callback.headers);
            // Who signs nothing proves who calls, not what is said: there only the header counts.
            boolean inBody = !(callback.scheme instanceof AgreedAuthorization) && random.nextBoolean();
            if (inBody) {
                body = mutated(body, random);
            } else {
                String name = List.copyOf(headers.keySet()).get(random.nextInt(headers.size()));
                headers.put(name, text(mutated(SignedCallback.bytes(headers.get(name)), random)));
            }
            if (same(callback, body, headers)) {
                continue;
            }
            altered++;
            assertThat(callback.holds(body, callback.query, headers, NOW))
                    .as("%s %s", new String(body, java.nio.charset.StandardCharsets.ISO_8859_1), headers)
                    .isFalse();
        }
    }

    @Test
    void anotherQueryIsAnotherCallForTwilio() throws Exception {
        SignedCallback twilio = SignedCallback.twilio();
        assertThat(twilio.holds(twilio.body, "words=abd", twilio.headers, NOW)).isFalse();
        assertThat(twilio.holds(twilio.body, "", twilio.headers, NOW)).isFalse();
    }

    @Test
    void aTokenOfVonageThatIsNotSignedOrNotForThisBodyIsRefused() throws Exception {
        long now = NOW.getEpochSecond();
        String header = "{\"alg\":\"HS256\"}";
        String body = new String(SignedCallback.vonage().body, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(SignedCallback.vonage(header, "Vonage", now, body).holdsAt(NOW))
                .isTrue();
        assertThat(SignedCallback.vonage("{\"alg\":\"none\"}", "Vonage", now, body)
                        .holdsAt(NOW))
                .isFalse();
        assertThat(SignedCallback.vonage("no JSON", "Vonage", now, body).holdsAt(NOW))
                .isFalse();
        assertThat(SignedCallback.vonage(header, "Somebody", now, body).holdsAt(NOW))
                .isFalse();
        assertThat(SignedCallback.vonage(header, "Vonage", now, "{}").holdsAt(NOW))
                .isFalse();
        assertThat(SignedCallback.vonage(header, "Vonage", now - 301, body).holdsAt(NOW))
                .isFalse();
    }

    @Test
    void theExampleOfSinchsDocumentationHoldsAtItsTime() {
        String body = "{\"event\":\"ace\",\"callid\":\"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257\","
                + "\"timestamp\":\"2014-09-24T10:59:41Z\",\"version\":1}";
        SignedCallback example =
                SignedCallback.sinch("2014-09-24T10:59:41Z", body, "Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=");
        assertThat(example.holdsAt(java.time.Instant.parse("2014-09-24T11:00:00Z")))
                .isTrue();
        assertThat(example.holdsAt(NOW)).isFalse();
    }

    @Test
    void whileASecretIsChangedASenderSignsWithBoth() throws Exception {
        SignedCallback webhook = SignedCallback.webhook();
        var both = new TreeMap<>(webhook.headers);
        both.merge("webhook-signature", "v1,AAAA", (right, other) -> other + " " + right);
        assertThat(webhook.holds(webhook.body, "", both, NOW)).isTrue();
    }

    @Test
    void whatTheHubSignsTheHubLetsIn() {
        byte[] body = SignedCallback.bytes("{}");
        Map<String, String> headers = StandardWebhook.sign("any text", "4f1c/1", NOW, body);
        assertThat(new StandardWebhook()
                        .holds(new Callback(body, "", headers::get, NOW), name -> java.util.Optional.of("any text")))
                .isTrue();
        assertThat(new StandardWebhook()
                        .holds(
                                new Callback(body, "", headers::get, NOW),
                                name -> java.util.Optional.of("another text")))
                .isFalse();
    }

    /** One byte replaced, left out, doubled, or two exchanged. */
    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] = (byte) (' ' + random.nextInt(95));
            case 1 -> copy[at] ^= (byte) (1 << random.nextInt(7));
            case 2 -> {
                int other = random.nextInt(copy.length);
                byte kept = copy[at];
                copy[at] = copy[other];
                copy[other] = kept;
            }
            default -> {
                byte[] shorter = new byte[copy.length - 1];
                System.arraycopy(copy, 0, shorter, 0, at);
                System.arraycopy(copy, at + 1, shorter, at, copy.length - at - 1);
                return shorter;
            }
        }
        return copy;
    }

    /** Whether nothing was altered: the same bytes, or for a form other bytes that mean the same fields. */
    private static boolean same(SignedCallback callback, byte[] body, Map<String, String> headers) {
        boolean sameBody = callback.scheme instanceof TwilioSignature
                ? sorted(body).equals(sorted(callback.body))
                : java.util.Arrays.equals(body, callback.body);
        // The scheme's name has no case (RFC 9110 §11.1).
        headers.computeIfPresent("Authorization", (name, value) -> value.replaceFirst("^Application ", "application "));
        return sameBody && headers.equals(new TreeMap<>(callback.headers));
    }

    private static List<String> sorted(byte[] form) {
        return FormFields.pairs(form).stream()
                .map(pair -> pair.getKey() + pair.getValue())
                .sorted()
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
