package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/countersign try} needs no running hub and leaves nothing behind. */
class TryMessageTest {

    private static final String BOOKING = "MSH|^~\\&|SCHED|GOOD|HUB|HERE|20300101||SIU^S12|C1|P|2.5.1\r"
            + "SCH|A1|A1|||||||||^^^29990601090000\r"
            + "PID|1||P1^^^GOOD^MR||Everywoman^Ada||19700101|F|||||^PRN^CP^^1^608^5550142\r";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aChallengePrintsPlanTextsAndAuditEventsAndExitsWithZero() throws Exception {
        assertThat(run(BOOKING)).as(printed::toString).isZero();
        assertThat(text())
                .contains("SIU^S12, control id C1", "MSA|AA|C1", "Appointment/A1", "challenge: policy appointment")
                .contains("Step 1     sms to +", "000000", "code-issued", "Verdict    challenged")
                .doesNotContain("5550142", "Everywoman");
    }

    @Test
    void whoIsWrittenToInThePatientsPlaceAndQuietHoursArePrinted() throws Exception {
        Path policies = Files.createDirectories(folder.resolve("routes").resolve("policies"));
        Files.writeString(policies.resolve("a.yaml"), """
                name: appointment
                purpose: appointment
                on: [appointment]
                quietHours: {from: "21:00", until: "08:00"}
                proxies: {relationships: [MTH], when: always}
                steps: [{transport: email}, {transport: sms}]
                binding: [reference]
                """);
        String mother = "NK1|1|Everywoman^Eve|MTH||^PRN^CP^^1^415^5550143~^NET^Internet^eve@example.org\r";
        assertThat(run(BOOKING + mother, "--countersign.routes=" + folder.resolve("routes")))
                .as(printed::toString)
                .isZero();
        assertThat(text())
                .contains("Recipient  proxy MTH", "Step 1     email to e", "Step 2     sms to +")
                .contains(", not in quiet hours, 21:00 to 08:00", "\"display\":\"MTH\"")
                .doesNotContain("5550143", "eve@example.org");
    }

    @Test
    void whatIsSkippedExitsWithThreeAndWhatIsUnreadableWithOne() throws Exception {
        assertThat(run(BOOKING.replace("2999", "1999"))).isEqualTo(3);
        assertThat(text()).contains("IN_THE_PAST");
        assertThat(run("PID|1\r")).isEqualTo(1);
        assertThat(text()).contains("Problem    ", "MSA|AR");
    }

    @Test
    void aFhirResourceIsTriedAsIfItHadComeAtFhir() throws Exception {
        String patient = "{'resourceType':'Patient','id':'p','identifier':[{'value':'MRN-1'}],"
                + "'telecom':[{'system':'phone','use':'mobile','value':'+14155550123'}]}";
        String report = "{'resourceType':'DiagnosticReport','id':'D1','meta':{'versionId':'1'},'status':'final',"
                + "'contained':[" + patient + "],'subject':{'reference':'#p'},'code':{'text':'Lipid panel'}}";
        assertThat(run(report.replace('\'', '"'))).as(printed::toString).isZero();
        assertThat(text())
                .contains("DiagnosticReport/D1", "challenge: policy portal-result", "Step 1     sms to +")
                .doesNotContain("5550123", "Lipid");
        assertThat(run("{}")).isEqualTo(1);
        assertThat(text()).contains("The document is no FHIR R4 resource in JSON");
    }

    @Test
    void whatCannotBeTriedExitsWithTwoAndSaysWhy() throws Exception {
        assertThat(run(BOOKING, "--feed=nowhere")).isEqualTo(2);
        assertThat(text()).contains("There is no feed nowhere; these are: api, fhir, pharmacy, scheduling");
        assertThat(TryMessage.run(out())).isEqualTo(2);
        assertThat(TryMessage.run(out(), folder.resolve("none.hl7").toString())).isEqualTo(2);
    }

    private int run(String message, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("message.hl7"), message);
        String[] arguments = new String[more.length + 2];
        arguments[0] = file.toString();
        arguments[1] = "--countersign.data=" + folder.resolve("data");
        System.arraycopy(more, 0, arguments, 2, more.length);
        int exit = TryMessage.run(out(), arguments);
        assertThat(folder.resolve("data")).doesNotExist();
        return exit;
    }

    private PrintStream out() {
        printed.reset();
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
