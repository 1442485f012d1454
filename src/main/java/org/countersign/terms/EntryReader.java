package org.countersign.terms;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.terms.Entry.Value;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a file that is a list of groups of plain texts. A file that is not there, or holds only comments, has none. */
final class EntryReader {

    static final int ENTRIES_AT_MOST = 5_000;

    private final String file;
    private final List<String> keys;
    private final List<TermsProblem> problems;

    /**
     * @param keys all that an entry may have
     * @param problems gets what is wrong
     */
    EntryReader(String file, List<String> keys, List<TermsProblem> problems) {
        this.file = file;
        this.keys = keys;
        this.problems = problems;
    }

    List<Entry> read(Path path) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return entries(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(new TermsProblem(file, 0, 0, "is not UTF-8"));
        } catch (IOException e) {
            problems.add(new TermsProblem(file, 0, 0, "cannot be read"));
        }
        return List.of();
    }

    private List<Entry> entries(String yaml) {
        @Nullable Node root = compose(yaml);
        if (root == null) {
            return List.of();
        }
        if (!(root instanceof SequenceNode list)) {
            report(root.getStartMark(), "the file must be a list, each entry beginning with a hyphen");
            return List.of();
        }
        if (list.getValue().size() > ENTRIES_AT_MOST) {
            report(root.getStartMark(), "the file has more than " + ENTRIES_AT_MOST + " entries");
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        list.getValue().forEach(node -> entry(node).ifPresent(entries::add));
        return entries;
    }

    private @Nullable Node compose(String yaml) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            report(
                    Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark()),
                    "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(new TermsProblem(file, 0, 0, "is not YAML: " + e.getMessage()));
        }
        return null;
    }

    private Optional<Entry> entry(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            report(node.getStartMark(), "an entry is a group of keys: " + words());
            return Optional.empty();
        }
        int before = problems.size();
        Map<String, Value> values = new LinkedHashMap<>();
        mapping.getValue().forEach(member -> value(member, values));
        return problems.size() == before
                ? Optional.of(new Entry(file, values, value("", node.getStartMark()), problems))
                : Optional.empty();
    }

    private void value(NodeTuple member, Map<String, Value> values) {
        Node key = member.getKeyNode();
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!keys.contains(name)) {
            report(key.getStartMark(), "\"" + name + "\" is no key of an entry, expected one of " + words());
        } else if (values.containsKey(name)) {
            report(key.getStartMark(), name + " stands twice");
        } else if (member.getValueNode() instanceof ScalarNode scalar) {
            values.put(name, value(scalar.getValue().strip(), key.getStartMark()));
        } else {
            report(key.getStartMark(), name + " must be plain text");
        }
    }

    private String words() {
        return String.join(", ", keys);
    }

    private void report(@Nullable Mark mark, String sentence) {
        Value at = value("", mark);
        problems.add(new TermsProblem(file, at.line(), at.column(), sentence));
    }

    private static Value value(String text, @Nullable Mark mark) {
        return mark == null ? new Value(text, 1, 1) : new Value(text, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
