package org.countersign.channel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.policy.Transport;

/**
 * In which language a call is spoken. Twilio has no voice for some of the languages that the hub has words in. Where it
 * alone makes the calls, a person who reads one of these is called in the hub's own language, or else in English: the
 * digits are understood by more people than a call that is not made. A telephone system of your own has its own voices
 * and gets the words as they are.
 */
public final class CallLanguages {

    private static final String TWILIO = "voice-twilio";

    private final VoiceCatalog voices;
    private final ChannelCatalog channels;
    private final Optional<Locale> hubs;

    /** @param hubs the language that is set for the hub at large */
    CallLanguages(VoiceCatalog voices, ChannelCatalog channels, Optional<Locale> hubs) {
        this.voices = voices;
        this.channels = channels;
        this.hubs = hubs;
    }

    /** The locale in which somebody who is written to in {@code written} is called. */
    public Locale spoken(Locale written) {
        boolean twilioAlone = channels.usable(Transport.VOICE).equals(List.of(TWILIO));
        if (!twilioAlone || voices.find(written).isPresent()) {
            return written;
        }
        return hubs.filter(own -> voices.find(own).isPresent()).orElse(Locale.ENGLISH);
    }
}
