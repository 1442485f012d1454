package org.countersign.channel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Header;
import org.countersign.platform.ChannelSettings;

/** Chooses the language of a template that a provider holds, from those that it was approved in; for Kamelets. */
public final class TemplateLanguage {

    private final ChannelSettings settings;

    TemplateLanguage(ChannelSettings settings) {
        this.settings = settings;
    }

    /**
     * The language as the provider writes it ({@code es_MX}): the one of {@code countersign.channels.NAME.languages} that
     * is the locale's, else its language, else another region's of that language, else the first.
     */
    public String of(String channel, @Header("Locale") String locale) {
        List<String> approved = settings.find(channel, "languages").stream()
                .flatMap(languages -> Stream.of(languages.split("[\\s,]+", -1)))
                .toList();
        String language = Locale.forLanguageTag(locale).getLanguage();
        return approved.stream()
                .filter(locale.replace('-', '_')::equals)
                .findFirst()
                .or(() -> approved.stream().filter(language::equals).findFirst())
                .or(() -> approved.stream()
                        .filter(each -> each.startsWith(language + "_"))
                        .findFirst())
                .or(() -> approved.stream().findFirst())
                .orElse("en_US");
    }

    /** The setting {@code NAME-es-MX}, else {@code NAME-es}, else {@code NAME}; empty when none is set. */
    public String setting(String channel, String name, @Header("Locale") String locale) {
        Optional<String> regional = settings.find(channel, name + "-" + locale);
        return regional.or(() -> settings.find(
                        channel, name + "-" + Locale.forLanguageTag(locale).getLanguage()))
                .or(() -> settings.find(channel, name))
                .orElse("");
    }
}
