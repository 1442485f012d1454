package org.countersign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.countersign.archive.Tried;
import org.countersign.archive.TryOut;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * {@code try FILE}: prints what would come of a message, then ends. Of the hub it wakes the readers, the policies and the
 * texts only: no database, no key, no listener, no broker.
 */
@ImportAutoConfiguration(ConfigurationPropertiesAutoConfiguration.class)
@ComponentScan({
    "org.countersign.node",
    "org.countersign.smart",
    "org.countersign.fhir",
    "org.countersign.audit",
    "org.countersign.event",
    "org.countersign.resource",
    "org.countersign.policy",
    "org.countersign.message",
    "org.countersign.intake",
    "org.countersign.archive"
})
@ConfigurationPropertiesScan({
    "org.countersign.node",
    "org.countersign.smart",
    "org.countersign.audit",
    "org.countersign.resource",
    "org.countersign.intake",
    "org.countersign.archive"
})
public final class TryMessage {

    /** First argument of the command line. */
    public static final String COMMAND = "try";

    private static final int CHALLENGED = 0;
    private static final int UNREADABLE = 1;
    private static final int NOT_TRIED = 2;
    private static final int SKIPPED = 3;
    private static final String FEED = "--feed=";

    private TryMessage() {}

    /**
     * Prints what would come of the message in a file.
     *
     * @param arguments the file, {@code --feed=NAME}, and settings as the hub takes them
     * @return exit code: 0 when somebody would be challenged, 3 when nobody, 1 when the message would not be taken or read,
     *     2 when it could not be tried
     */
    public static int run(PrintStream out, String... arguments) {
        List<String> settings = new ArrayList<>(List.of("--logging.level.root=off"));
        Optional<String> file = Optional.empty();
        String feed = TryOut.FEED;
        for (String argument : arguments) {
            if (argument.startsWith(FEED)) {
                feed = argument.substring(FEED.length());
            } else if (argument.startsWith("--")) {
                settings.add(argument);
            } else {
                file = Optional.of(argument);
            }
        }
        if (file.isEmpty()) {
            out.println("Name a file: try FILE [--feed=NAME]");
            return NOT_TRIED;
        }
        return run(out, file.get(), feed, settings);
    }

    private static int run(PrintStream out, String file, String feed, List<String> settings) {
        byte[] message;
        try {
            message = Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            out.println("The file cannot be read: " + file);
            return NOT_TRIED;
        }
        try (ConfigurableApplicationContext hub = new SpringApplicationBuilder(TryMessage.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .registerShutdownHook(false)
                .run(settings.toArray(String[]::new))) {
            TryOut tryOut = hub.getBean(TryOut.class);
            Optional<Tried> tried = tryOut.run(message, feed);
            if (tried.isEmpty()) {
                out.println("There is no feed " + feed + "; these are: " + tryOut.feeds());
                return NOT_TRIED;
            }
            new TriedPrinter(out).print(tried.get());
            return exitCode(tried.get().verdict());
        } catch (RuntimeException e) {
            out.println("The message could not be tried: " + cause(e));
            return NOT_TRIED;
        }
    }

    private static int exitCode(String verdict) {
        return switch (verdict) {
            case "challenged" -> CHALLENGED;
            case "unreadable" -> UNREADABLE;
            default -> SKIPPED;
        };
    }

    private static String cause(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }
}
