package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallLanguagesTest {

    private static final Locale PERSIAN = Locale.forLanguageTag("fa-IR");

    @Test
    void whereTwilioAloneCallsALanguageWithoutAVoiceIsSpokenInTheHubsOwn() {
        CallLanguages calls = calls(Optional.of(Locale.GERMANY), "voice-twilio", "sms-smpp");
        assertThat(calls.spoken(PERSIAN)).isEqualTo(Locale.GERMANY);
        assertThat(calls.spoken(Locale.FRANCE)).isEqualTo(Locale.FRANCE);
    }

    @Test
    void withoutOneThatHasAVoiceInEnglish() {
        assertThat(calls(Optional.empty(), "voice-twilio").spoken(PERSIAN)).isEqualTo(Locale.ENGLISH);
        assertThat(calls(Optional.of(Locale.of("hr")), "voice-twilio").spoken(PERSIAN))
                .isEqualTo(Locale.ENGLISH);
    }

    @Test
    void aTelephoneSystemOfYourOwnGetsTheWordsAsTheyAre() {
        assertThat(calls(Optional.of(Locale.GERMANY), "voice-pbx").spoken(PERSIAN))
                .isEqualTo(PERSIAN);
        assertThat(calls(Optional.of(Locale.GERMANY), "voice-pbx", "voice-twilio")
                        .spoken(PERSIAN))
                .isEqualTo(PERSIAN);
    }

    private static CallLanguages calls(Optional<Locale> hubs, String... ready) {
        ChannelCatalog channels = ChannelCatalog.read(
                Path.of("routes/channels"), channel -> Set.of(ready).contains(channel.name()));
        return new CallLanguages(VoiceCatalog.shipped(), channels, hubs);
    }
}
