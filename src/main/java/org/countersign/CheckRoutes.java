package org.countersign;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.countersign.routing.RouteLint;
import org.countersign.routing.RouteProblem;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * {@code check-routes [FOLDER]}: prints what is wrong with a folder of routes, then ends. It knows the hub's beans by
 * their types and makes hardly any of them: no database, no key, no listener, no broker.
 */
@ImportAutoConfiguration(ConfigurationPropertiesAutoConfiguration.class)
@ComponentScan(
        useDefaultFilters = false,
        includeFilters =
                @Filter(type = FilterType.REGEX, pattern = "org\\.countersign\\.(?!console)\\w+\\.\\w+Configuration"))
@ConfigurationPropertiesScan("org.countersign")
public final class CheckRoutes {

    /** First argument of the command line. */
    public static final String COMMAND = "check-routes";

    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_CHECKED = 2;

    private CheckRoutes() {}

    /**
     * Prints what is wrong with a folder.
     *
     * @param arguments the folder, or none for {@code countersign.routes}, and settings as the hub takes them
     * @return exit code: 0 when nothing is wrong, 1 when something is, 2 when it could not be checked
     */
    public static int run(PrintStream out, String... arguments) {
        List<String> settings = new ArrayList<>(List.of("--logging.level.root=off"));
        List<String> folders = new ArrayList<>();
        for (String argument : arguments) {
            (argument.startsWith("--") ? settings : folders).add(argument);
        }
        try (ConfigurableApplicationContext hub = context(settings)) {
            String folder = folders.isEmpty()
                    ? hub.getEnvironment().getProperty("countersign.routes", "routes")
                    : folders.getFirst();
            List<RouteProblem> problems = hub.getBean(RouteLint.class).check(Path.of(folder));
            problems.forEach(out::println);
            out.println(problems.isEmpty() ? folder + ": nothing is wrong" : told(problems.size()));
            return problems.isEmpty() ? RIGHT : WRONG;
        } catch (RuntimeException e) {
            out.println("The routes could not be checked: " + cause(e));
            return NOT_CHECKED;
        }
    }

    private static String told(int problems) {
        return problems == 1 ? "1 problem" : problems + " problems";
    }

    static ConfigurableApplicationContext context(List<String> settings) {
        return new SpringApplicationBuilder(CheckRoutes.class)
                .web(WebApplicationType.NONE)
                .lazyInitialization(true)
                .registerShutdownHook(false)
                .run(settings.toArray(String[]::new));
    }

    private static String cause(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }
}
