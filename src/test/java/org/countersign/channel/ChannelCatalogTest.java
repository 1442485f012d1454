package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.countersign.platform.KeyRing;
import org.countersign.policy.Transport;
import org.countersign.testing.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChannelCatalogTest {

    private static final String GOOD = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: channel-pbx
              annotations:
                countersign.org/transport: voice
                countersign.org/assurance: restricted
                countersign.org/receipts: "false"
                countersign.org/requires: countersign.channels.pbx.url
            spec:
              definition:
                title: The hospital's own PBX
            """;

    @TempDir
    Path routes;

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withUserConfiguration(ChannelConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(KeyRing.class, TestKeys::ring)
            .withPropertyValues("server.address=127.0.0.1");

    @Test
    void aChannelIsUsableOnceAllItRequiresIsSet() throws IOException {
        write(GOOD);
        hub.withPropertyValues("countersign.routes=" + routes).run(context -> {
            ChannelCatalog catalog = context.getBean(ChannelCatalog.class);
            assertThat(catalog.channels())
                    .extracting(ChannelDescription::title)
                    .containsExactly("The hospital's own PBX");
            assertThat(catalog.usable("pbx")).isFalse();
            assertThat(catalog.transports()).isEmpty();
        });
        hub.withPropertyValues("countersign.routes=" + routes, "countersign.channels.pbx.url=http://pbx.example")
                .run(context -> {
                    ChannelCatalog catalog = context.getBean(ChannelCatalog.class);
                    assertThat(catalog.usable("pbx")).isTrue();
                    assertThat(catalog.carries(Transport.VOICE)).isTrue();
                    assertThat(catalog.carries(Transport.SMS)).isFalse();
                    assertThat(catalog.usable("fax")).isFalse();
                });
    }

    @Test
    void theShippedHandsetIsUsableUntilAProviderIsConfigured() {
        hub.run(context -> assertThat(context.getBean(ChannelCatalog.class).usable("handset"))
                .isTrue());
        hub.withPropertyValues(
                        "countersign.channels.email.host=mail.example", "countersign.channels.email.from=a@b.example")
                .run(context -> {
                    assertThat(context.getBean(ChannelCatalog.class).usable("handset"))
                            .isFalse();
                    assertThat(context.getBean(ChannelCatalog.class).usable("email"))
                            .isTrue();
                });
    }

    @Test
    void theHubDoesNotStartWithAHandsetBesideAProvider() {
        hub.withPropertyValues(
                        "countersign.handset.enabled=true",
                        "countersign.channels.email.host=mail.example",
                        "countersign.channels.email.from=a@b.example")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "countersign.handset.enabled is true while a real provider is configured (email)"));
    }

    @Test
    void theRouterCanAskForAChannel() throws Exception {
        write(GOOD);
        try (var camel = new ChannelRoutes()) {
            camel.bean("channelCatalog", ChannelCatalog.read(routes.resolve("channels"), channel -> true));
            camel.context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask")
                            .setBody()
                            .simple(
                                    "${bean:channelCatalog?method=usable('pbx')} ${bean:channelCatalog?method=usable('fax')}");
                }
            });
            camel.start();
            assertThat(camel.context.createProducerTemplate().requestBodyAndHeaders("direct:ask", "", Map.of()))
                    .isEqualTo("true false");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: channel-pbx|name: channel-fax|4|metadata.name must be channel-pbx
            transport: voice|transport: voise|6|'voise' and must be one of sms, voice
            transport: voice|transport: ''|5|countersign.org/transport is missing
            assurance: restricted|assurance: high|7|must be one of out-of-band, restricted, contact-confirmation, none
            receipts: "false"|receipts: "no"|8|must be one of
            title: The|name: The|11|spec.definition.title is missing
            kind: Kamelet|kind: [Kamelet|3|is not YAML
            """)
    void aBadFileIsToldByFileAndLine(String good, String bad, int line, String sentence) throws IOException {
        assertThat(GOOD).contains(good);
        write(GOOD.replace(good, bad));
        assertThatThrownBy(() -> ChannelCatalog.read(routes.resolve("channels"), channel -> true))
                .hasMessageContaining("channel-pbx.kamelet.yaml:" + line + ": ")
                .hasMessageContaining(sentence);
    }

    private void write(String kamelet) throws IOException {
        Path channels = Files.createDirectories(routes.resolve("channels"));
        Files.writeString(channels.resolve("channel-pbx.kamelet.yaml"), kamelet);
    }
}
