package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.mail.Header;
import jakarta.mail.internet.InternetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.testing.HubProcess;
import org.countersign.testing.MailServer;
import org.countersign.testing.MailServer.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailChannelIT {

    private static final String TEXT = "Клиника: ваш код (KQX)\n\nКод 012345 — für Sie, 您的验证码.\nNever share it.";

    private final MailServer server = MailServer.start();
    private final ChannelRoutes routes = new ChannelRoutes()
            .set("countersign.channels.email.host", "127.0.0.1")
            .set("countersign.channels.email.port", server.port())
            .set("countersign.channels.email.from", "Clinic <codes@clinic.example>");

    @AfterEach
    void stop() {
        routes.close();
        server.close();
    }

    @Test
    void theFirstLineIsTheSubjectAndTheRestTheTextInAnyScript() {
        String reference = routes.start().send("email", "ann@home.example", TEXT);
        Mail mail = received();
        assertThat(mail.from()).isEqualTo("Clinic <codes@clinic.example>");
        assertThat(mail.to()).isEqualTo("ann@home.example");
        assertThat(mail.subject()).isEqualTo("Клиника: ваш код (KQX)");
        assertThat(mail.text().strip()).isEqualTo("Код 012345 — für Sie, 您的验证码.\nNever share it.");
        assertThat(reference).startsWith("<").endsWith(">");
    }

    @Test
    void theReferenceIsTheMailsMessageIdAndNoOtherHeaderLeavesTheHub() throws Exception {
        String reference = routes.start()
                .send(
                        "email",
                        "ann@home.example",
                        TEXT,
                        Map.of("Challenge", "c-1", "Bcc", "eve@x.example", "From", "eve@x.example"));
        Mail mail = received();
        assertThat(mail.raw().getMessageID()).isEqualTo(reference);
        assertThat(mail.from()).isEqualTo("Clinic <codes@clinic.example>");
        List<String> names = Collections.list(mail.raw().getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
        assertThat(names)
                .isSubsetOf(
                        "Return-Path",
                        "Received",
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
    }

    @Test
    void theSenderOfTheMessageStandsInFromAndItsNameInAnyScript() throws Exception {
        routes.start().send("email", "ann@home.example", TEXT, Map.of("Sender", "Onkologie Süd <codes@onco.example>"));
        InternetAddress from = (InternetAddress) received().raw().getFrom()[0];
        assertThat(from.getAddress()).isEqualTo("codes@onco.example");
        assertThat(from.getPersonal()).isEqualTo("Onkologie Süd");
        assertThat(received().raw().getFrom()).hasSize(1);
    }

    @Test
    void aListOfAddressesIsRefusedAndNotQuoted() {
        routes.start();
        assertThatThrownBy(() -> routes.send("email", "ann@home.example, eve@x.example", TEXT))
                .isInstanceOf(OperationalException.class)
                .hasMessageNotContaining("@")
                .hasNoCause();
        assertThat(server.received()).isEmpty();
    }

    @Test
    void theHubLogsInWhereTheServerAsksForIt() {
        server.demandLogin("hub", "p&ss w%rd");
        routes.set("countersign.channels.email.username", "hub")
                .set("countersign.channels.email.password", "p&ss w%rd")
                .start()
                .send("email", "ann@home.example", TEXT);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void aRefusedLoginIsToldWithoutAddressOrPassword() {
        server.demandLogin("hub", "right");
        routes.set("countersign.channels.email.username", "hub")
                .set("countersign.channels.email.password", "wrong")
                .start();
        OperationalException failure =
                catchThrowableOfType(OperationalException.class, () -> routes.send("email", "ann@home.example", TEXT));
        assertThat(failure.category()).isEqualTo(ErrorCategory.REFUSED);
        assertThat(failure).hasMessageNotContaining("wrong").hasMessageNotContaining("ann");
    }

    @Test
    void aServerThatIsDownIsUnavailable() {
        routes.set("countersign.channels.email.port", HubProcess.freePort()).start();
        OperationalException failure =
                catchThrowableOfType(OperationalException.class, () -> routes.send("email", "ann@home.example", TEXT));
        assertThat(failure.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
    }

    private Mail received() {
        assertThat(server.received()).hasSize(1);
        return server.received().getFirst();
    }
}
