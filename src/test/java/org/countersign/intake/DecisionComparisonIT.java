package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.countersign.event.Hl7v2Reader;
import org.countersign.platform.KeyRing;
import org.countersign.policy.PolicyCatalog;
import org.countersign.resource.FhirReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit of the policies would decide otherwise about messages that came. */
class DecisionComparisonIT {

    private static final String BEFORE = """
            name: appointment
            purpose: appointment
            on: [appointment]
            quietHours: {from: "21:00", until: "08:00"}
            steps: [{transport: sms}, {transport: voice}]
            binding: [reference]
            """;

    private static final String AFTER = BEFORE.replace(
            "quietHours: {from: \"21:00\", until: \"08:00\"}", "proxies: {relationships: [MTH], when: always}");

    @Test
    void quietHoursAndProxiesAreToldByTheirEffect(@TempDir Path before, @TempDir Path after) throws IOException {
        Files.writeString(before.resolve("a.yaml"), BEFORE);
        Files.writeString(after.resolve("a.yaml"), AFTER);
        try (IntakeParts parts = IntakeParts.open()) {
            // Seven o'clock in Chicago, where the numbers are at home.
            parts.accept("one", """
                    MSH|^~\\&|EHR|GOOD|HUB|HERE|20260601120000||SIU^S12|C1|P|2.5.1
                    PID|1||P1^^^GOOD^MR||Everywoman^Ada||19700101|F|||||^PRN^CP^^1^608^5550100
                    NK1|1|Everywoman^Eve|MTH^Mother^HL70063||^PRN^CP^^1^608^5550142
                    SCH|A1|A1|||||||||^^^20270601090000
                    """.replace('\n', '\r'));
            var comparison = new DecisionComparison(
                    new LatestRowStore(parts.jdbc()),
                    parts.feeds,
                    parts.hub.get(Hl7v2Reader.class),
                    parts.hub.get(FhirReader.class),
                    parts.hub.get(KeyRing.class));
            DecisionComparison.Difference difference = comparison
                    .compare(PolicyCatalog.read(before), PolicyCatalog.read(after), 10)
                    .differences()
                    .getFirst();
            assertThat(difference.before())
                    .contains(
                            "sms PT1M verified not in quiet hours, 21:00 to 08:00", "held until 2026-06-01T13:00:00Z");
            assertThat(difference.after())
                    .contains("to proxy MTH, sms PT1M verified, ")
                    .doesNotContain("quiet", "held");
        }
    }
}
