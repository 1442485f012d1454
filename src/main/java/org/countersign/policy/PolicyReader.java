package org.countersign.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** Reads and checks the policies of a folder; collects all that is wrong before it complains. */
final class PolicyReader {

    private static final String ENDING = ".yaml";

    /** Four bytes for each character that {@link PolicyParser} takes. */
    private static final long BYTES_AT_MOST = 4L * PolicyParser.CHARACTERS_AT_MOST;

    private final PolicySchema schema = PolicySchema.read();
    private final List<PolicyProblem> problems = new ArrayList<>();
    private final Map<PolicyDocument, Policy> policies = new LinkedHashMap<>();

    /**
     * The policies of {@code folder}, in order of their file names.
     *
     * @throws InvalidPoliciesException with every problem of every file
     * @throws OperationalException when a file cannot be read
     */
    static List<Policy> read(Path folder, LocaleChooser locales) {
        PolicyReader reader = new PolicyReader();
        reader.readFolder(folder);
        reader.problems.addAll(PolicyRules.check(reader.policies, locales));
        if (!reader.problems.isEmpty()) {
            throw new InvalidPoliciesException(
                    reader.problems.stream().sorted(PolicyProblem.BY_PLACE).toList());
        }
        return List.copyOf(reader.policies.values());
    }

    private void readFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            problems.add(PolicyProblem.ofFile(display(folder), "is no folder; the policies are read from it"));
            return;
        }
        List<Path> files = list(folder);
        if (files.isEmpty()) {
            problems.add(PolicyProblem.ofFile(
                    display(folder), "holds no policy (*.yaml), so that no event would be challenged"));
        }
        files.forEach(this::readFile);
    }

    /** Hidden files are an editor's. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !name(file).startsWith("."))
                    .filter(file -> name(file).endsWith(ENDING) || name(file).endsWith(".yml"))
                    .sorted((one, other) -> name(one).compareTo(name(other)))
                    .toList();
        } catch (IOException e) {
            throw new OperationalException(ErrorCategory.UNAVAILABLE, display(folder) + " cannot be listed", e);
        }
    }

    private void readFile(Path path) {
        String file = display(path);
        if (!file.endsWith(ENDING)) {
            problems.add(PolicyProblem.ofFile(file, "is not read: the name of a policy file ends in " + ENDING));
            return;
        }
        try {
            if (Files.size(path) > BYTES_AT_MOST) {
                problems.add(PolicyProblem.ofFile(file, "has more than " + BYTES_AT_MOST + " bytes"));
                return;
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            PolicyParser.parse(file, text, problems).ifPresent(this::map);
        } catch (CharacterCodingException e) {
            problems.add(PolicyProblem.ofFile(file, "is not UTF-8"));
        } catch (IOException e) {
            throw new OperationalException(ErrorCategory.UNAVAILABLE, file + " cannot be read", e);
        }
    }

    private void map(PolicyDocument document) {
        List<PolicyProblem> found = schema.check(document);
        problems.addAll(found);
        if (found.isEmpty()) {
            policies.put(document, PolicyMapper.map(document.root()));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String display(Path path) {
        return path.toString().replace('\\', '/');
    }
}
