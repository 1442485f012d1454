package org.countersign;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.countersign.audit.AuditChain;
import org.countersign.audit.ChainFinding;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * {@code verify-audit}: recomputes the hash chain of the audit trail and checks every signature, then ends. Of the hub it
 * wakes the database and the keys only: no listener, no route, no broker.
 */
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class
})
@ComponentScan({"org.countersign.node", "org.countersign.smart", "org.countersign.fhir", "org.countersign.audit"})
@ConfigurationPropertiesScan({"org.countersign.node", "org.countersign.smart", "org.countersign.audit"})
public final class VerifyAudit {

    /** First argument of the command line. */
    public static final String COMMAND = "verify-audit";

    private static final int INTACT = 0;
    private static final int BROKEN = 1;
    private static final int NOT_CHECKED = 2;

    private VerifyAudit() {}

    /**
     * Prints one sentence about the trail.
     *
     * @param settings as the hub takes them: {@code --countersign.database.url=...}
     * @return exit code: 0 when the trail is intact, 1 when it is broken, 2 when it could not be checked
     */
    public static int run(PrintStream out, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.add("--logging.level.root=off");
        try (ConfigurableApplicationContext hub = new SpringApplicationBuilder(VerifyAudit.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new))) {
            ChainFinding finding = hub.getBean(AuditChain.class).verify();
            out.println(finding.sentence());
            return finding instanceof ChainFinding.Intact ? INTACT : BROKEN;
        } catch (RuntimeException e) {
            out.println("The audit trail could not be checked: " + cause(e));
            return NOT_CHECKED;
        }
    }

    private static String cause(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName())
                .lines()
                .findFirst()
                .orElse("");
    }
}
