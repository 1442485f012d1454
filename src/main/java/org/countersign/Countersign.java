package org.countersign;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The hub: one process that takes clinical events in, challenges people by code and writes the outcome back. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Countersign {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(VerifyAudit.COMMAND)) {
            System.exit(VerifyAudit.run(System.out, Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length > 0 && args[0].equals(TryMessage.COMMAND)) {
            System.exit(TryMessage.run(System.out, Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length > 0 && args[0].equals(CheckRoutes.COMMAND)) {
            System.exit(CheckRoutes.run(System.out, Arrays.copyOfRange(args, 1, args.length)));
        }
        SpringApplication.run(Countersign.class, args);
    }
}
