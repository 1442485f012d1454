package org.countersign.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.channel.VoiceCatalog.Voice;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;

/**
 * What a call says, in Twilio's markup; the bean {@code twiml}. Where Twilio can reach the hub, the code is said only
 * after a key was pressed: a mailbox presses none. Until then the words stand, sealed with the hub's own key, in the
 * address that Twilio calls for them, so that any hub of several can open them and none stores them.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml">Twilio: TwiML for Programmable Voice</a>
 */
public final class Twiml {

    private static final String CHANNEL = "voice-twilio";

    /** A code is dead by then: NIST SP 800-63B-4 allows no more. */
    private static final Duration SPOKEN_WITHIN = Duration.ofMinutes(10);

    private static final String PAUSE = "<Pause length=\"1\"/>";
    private static final String EXTENSION = ";ext=";

    /** Four half seconds for the switchboard to pick up. */
    private static final String BEFORE_EXTENSION = "wwww";

    private static final int TIMES_MAX = 5;

    private final VoiceCatalog voices;
    private final ChannelSettings settings;
    private final KeyRing keys;
    private final Clock clock;

    Twiml(VoiceCatalog voices, ChannelSettings settings, KeyRing keys, Clock clock) {
        this.voices = voices;
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Prepares a call: gives the properties Twiml, Number, and SendDigits where To names an extension (RFC 3966).
     *
     * @throws OperationalException REFUSED when no voice speaks the text's language
     */
    public void call(Exchange exchange) {
        Message message = exchange.getMessage();
        String[] to = message.getHeader("To", "", String.class).split(EXTENSION, 2);
        String locale = message.getHeader("Locale", "", String.class);
        String text = message.getBody(String.class);
        exchange.setProperty("Number", to[0]);
        exchange.setProperty("SendDigits", to.length == 1 ? null : BEFORE_EXTENSION + to[1]);
        exchange.setProperty(
                "Twiml",
                settings.find(CHANNEL, "callback-url")
                        .map(url -> question(voice(locale), url + "?words=" + seal(locale, text)))
                        .orElseGet(() -> words(voice(locale), text)));
    }

    /** What follows the key: the words of {@link #call}, or the end of the call when they are too old. */
    public String words(@Body JsonNode fields) {
        String[] sealed = open(fields.path("words").asText()).split("\n", 3);
        if (sealed.length < 3 || clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(sealed[0])))) {
            return response("<Hangup/>");
        }
        return words(voice(sealed[1]), sealed[2]);
    }

    private Voice voice(String locale) {
        return voices.find(Locale.forLanguageTag(locale))
                .orElseThrow(() -> new OperationalException(
                        ErrorCategory.REFUSED, "No voice speaks the language of the text on a call"));
    }

    /** Asked twice; without a key the call ends. An empty finishOnKey makes # a key like any other. */
    private static String question(Voice voice, String action) {
        return response("<Gather numDigits=\"1\" timeout=\"8\" finishOnKey=\"\" action=\"" + escaped(action) + "\">"
                + say(voice, voice.press()) + "<Pause length=\"4\"/>" + say(voice, voice.press()) + "</Gather>");
    }

    /** The text has a pause where it has an ellipsis: between the groups of digits. */
    private String words(Voice voice, String text) {
        String once = Arrays.stream(text.split("…", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> say(voice, part))
                .collect(Collectors.joining(PAUSE));
        return response(IntStream.range(0, times()).mapToObj(i -> once).collect(Collectors.joining(PAUSE + PAUSE)));
    }

    private int times() {
        return settings.find(CHANNEL, "repeat")
                .filter(times -> times.matches("[0-9]{1,2}"))
                .map(times -> Math.clamp(Integer.parseInt(times), 1, TIMES_MAX))
                .orElse(2);
    }

    private String seal(String locale, String text) {
        String words = clock.instant().plus(SPOKEN_WITHIN).getEpochSecond() + "\n" + locale + "\n" + text;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.seal(words.getBytes(StandardCharsets.UTF_8)));
    }

    /** Empty when we did not seal it. */
    private String open(String sealed) {
        try {
            return new String(keys.open(Base64.getUrlDecoder().decode(sealed)), StandardCharsets.UTF_8);
        } catch (OperationalException | IllegalArgumentException e) {
            return "";
        }
    }

    private static String say(Voice voice, String text) {
        String who = voice.name().map(name -> " voice=\"" + name + "\"").orElse("");
        return "<Say" + who + " language=\"" + voice.language() + "\">" + escaped(text) + "</Say>";
    }

    private static String response(String verbs) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
    }

    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
