package org.countersign.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.countersign.channel.ChannelCatalog;
import org.countersign.lookup.LookupCatalog;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.OperationalException;
import org.countersign.policy.InvalidPoliciesException;
import org.countersign.policy.LocaleChooser;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.SpokenLanguages;
import org.countersign.terms.TermsCatalog;
import org.countersign.wording.WordingDirectory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.nodes.Node;

/** Finds all that is wrong with a folder of routes, without a message, a port, a queue or a database. */
public final class RouteLint {

    private static final Pattern TOLD = Pattern.compile("(?s)^.*?:(\\d+): (.*)$");

    private final ListableBeanFactory beans;
    private final Environment settings;

    RouteLint(ListableBeanFactory beans, Environment settings) {
        this.beans = beans;
        this.settings = settings;
    }

    /**
     * Checks a folder, and the texts of facilities in it, without which a hub would run as well.
     *
     * @return all that is wrong, by file and line; empty when the hub would use all of it
     */
    public List<RouteProblem> check(Path folder) {
        try {
            return Stream.concat(check(RouteFiles.read(folder), folder.toString()).stream(), texts(folder))
                    .sorted(RouteProblem.BY_PLACE)
                    .toList();
        } catch (IOException e) {
            return List.of(unreadable(folder, e));
        }
    }

    private Stream<RouteProblem> texts(Path folder) {
        return beans.getBean(WordingDirectory.class).check(folder.resolve("messages")).stream()
                .map(one -> new RouteProblem(one.file(), one.line(), one.column(), one.sentence()));
    }

    static RouteProblem unreadable(Path folder, IOException e) {
        String why = Files.isDirectory(folder) ? "cannot be read: " + e.getMessage() : "is no folder";
        return RouteProblem.ofFile(folder.toString(), why);
    }

    /** @param folder what is said of where the files are */
    List<RouteProblem> check(RouteFiles files, String folder) {
        List<RouteProblem> problems = new ArrayList<>();
        Map<String, RouteOutline> outlines = new LinkedHashMap<>();
        for (String file : Stream.concat(files.kamelets().stream(), files.routes().stream())
                .toList()) {
            Optional<Node> root = YamlTree.read(path(folder, file), files.bytes(file), problems);
            root.ifPresent(node -> outlines.put(file, RouteOutline.of(file, node)));
        }
        try (ScratchContext scratch = new ScratchContext(beans, settings)) {
            Vocabulary vocabulary = new Vocabulary(beans);
            if (problems.isEmpty()) {
                // What is in a broken file cannot be referred to.
                new VocabularyCheck(vocabulary, scratch, file -> path(folder, file), problems)
                        .check(List.copyOf(outlines.values()));
            }
            tryOut(scratch, files, outlines, folder, problems);
        }
        onDisk(files, folder, problems);
        return problems.stream().sorted(RouteProblem.BY_PLACE).distinct().toList();
    }

    /** What kept a file that had nothing wrong from being started. */
    RouteProblem startProblem(RouteFiles files, String folder, String file, Exception failure) {
        RouteOutline outline = files.has(file)
                ? YamlTree.read(file, files.bytes(file), new ArrayList<>())
                        .map(root -> RouteOutline.of(file, root))
                        .orElseGet(() -> RouteOutline.empty(file))
                : RouteOutline.empty(file);
        return CamelWords.problem(path(folder, file), outline, failure);
    }

    /** Files with a problem are not made, so that one thing is not told twice. */
    private static void tryOut(
            ScratchContext scratch,
            RouteFiles files,
            Map<String, RouteOutline> outlines,
            String folder,
            List<RouteProblem> problems) {
        Map<String, RouteBuilder> parsed = new LinkedHashMap<>();
        outlines.forEach((file, outline) -> {
            Attempt parse = () -> parsed.put(file, scratch.parse(path(folder, file), files.bytes(file)));
            attempt(parse, outline, path(folder, file), problems);
        });
        parsed.forEach((file, routes) -> attempt(
                () -> scratch.addConfigurations(routes), outline(outlines, file), path(folder, file), problems));
        parsed.forEach((file, routes) ->
                attempt(() -> scratch.addRoutes(routes), outline(outlines, file), path(folder, file), problems));
        for (String file : files.kamelets()) {
            if (parsed.containsKey(file)) {
                attempt(
                        () -> instantiate(scratch, KameletSwap.name(file)),
                        outline(outlines, file),
                        path(folder, file),
                        problems);
            }
        }
    }

    private static RouteOutline outline(Map<String, RouteOutline> outlines, String file) {
        return java.util.Objects.requireNonNull(outlines.get(file));
    }

    private static void instantiate(ScratchContext scratch, String kamelet) {
        try {
            scratch.instantiate(kamelet);
        } catch (RuntimeException e) {
            // Only its users know the parameters of a Kamelet that cannot be without.
            if (!String.valueOf(rootMessage(e)).contains("mandatory parameters must be provided")) {
                throw e;
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void attempt(Attempt attempt, RouteOutline outline, String path, List<RouteProblem> problems) {
        if (problems.stream().anyMatch(problem -> problem.file().equals(path))) {
            return;
        }
        try {
            attempt.run();
        } catch (Exception e) {
            problems.add(CamelWords.problem(path, outline, e));
        }
    }

    /** Policies, channels, lookups and terms are read from files. */
    private void onDisk(RouteFiles files, String folder, List<RouteProblem> problems) {
        try {
            Path copy = Files.createTempDirectory("countersign-check");
            try {
                files.writeTo(copy);
                Files.createDirectories(copy.resolve("policies"));
                policies(copy, folder, problems);
                kamelets(files, copy, folder, problems);
                terms(copy, folder, problems);
            } finally {
                FileSystemUtils.deleteRecursively(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The routes cannot be written to the folder for temporary files", e);
        }
    }

    private void policies(Path copy, String folder, List<RouteProblem> problems) {
        try {
            var languages = new LocaleChooser(Optional.empty(), beans.getBean(SpokenLanguages.class));
            PolicyCatalog.read(copy.resolve("policies"), languages);
        } catch (InvalidPoliciesException e) {
            e.problems()
                    .forEach(one -> problems.add(new RouteProblem(
                            original(one.file(), copy, folder), one.line(), one.column(), one.sentence())));
        }
    }

    private static void terms(Path copy, String folder, List<RouteProblem> problems) {
        TermsCatalog.check(copy)
                .forEach(one -> problems.add(new RouteProblem(
                        original(one.file(), copy, folder), one.line(), one.column(), one.sentence())));
    }

    /** The file that people know, for one of the copy. */
    private static String original(String file, Path copy, String folder) {
        return file.replace(copy.toString().replace('\\', '/'), folder);
    }

    private void kamelets(RouteFiles files, Path copy, String folder, List<RouteProblem> problems) {
        for (String file : files.kamelets()) {
            String path = path(folder, file);
            if (problems.stream().anyMatch(problem -> problem.file().equals(path))) {
                continue;
            }
            try {
                if (RouteFiles.isLookup(file)) {
                    LookupCatalog.describe(copy.resolve(file), ChannelSettings.ofLookups(settings::getProperty));
                } else {
                    ChannelCatalog.describe(copy.resolve(file));
                }
            } catch (OperationalException e) {
                Matcher told = TOLD.matcher(String.valueOf(e.getMessage()));
                problems.add(
                        told.matches()
                                ? new RouteProblem(path, Integer.parseInt(told.group(1)), 0, told.group(2))
                                : RouteProblem.ofFile(path, "cannot be read as UTF-8 text"));
            }
        }
    }

    static String path(String folder, String file) {
        return folder + "/" + file;
    }
}
