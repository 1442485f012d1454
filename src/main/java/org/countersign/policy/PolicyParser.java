package org.countersign.policy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.policy.PolicyDocument.Place;
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
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads the YAML of one policy file into a tree that knows its places. Reads one file; not to be used again. */
final class PolicyParser {

    /** No policy is near this long; a wrong file dropped into the folder may be. */
    static final int CHARACTERS_AT_MOST = 65_536;

    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final List<PolicyProblem> problems;
    private final Map<JsonPointer, Place> places = new HashMap<>();

    private PolicyParser(String file, List<PolicyProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The tree; empty when {@code problems} got what keeps it from being one. */
    static Optional<PolicyDocument> parse(String file, String text, List<PolicyProblem> problems) {
        List<PolicyProblem> found = new ArrayList<>();
        Optional<PolicyDocument> document = new PolicyParser(file, found).document(text);
        problems.addAll(found);
        return document.filter(whole -> found.isEmpty());
    }

    private Optional<PolicyDocument> document(String text) {
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        @Nullable Node root = compose(unmarked);
        if (root == null) {
            return Optional.empty();
        }
        JsonPointer top = JsonPointer.empty();
        places.put(top, place(root.getStartMark()));
        return Optional.of(new PolicyDocument(file, tree(root, top), places));
    }

    private @Nullable Node compose(String text) {
        if (text.length() > CHARACTERS_AT_MOST) {
            problems.add(PolicyProblem.ofFile(file, "has more than " + CHARACTERS_AT_MOST + " characters"));
            return null;
        }
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                problems.add(PolicyProblem.ofFile(file, "is empty"));
            }
            return root;
        } catch (MarkedYAMLException e) {
            report(Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark()), "is not YAML: " + words(e));
        } catch (ReaderException e) {
            String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
            int line = (int) before.lines().count();
            problems.add(new PolicyProblem(file, Math.max(line, 1), 1, "holds a character that YAML does not allow"));
        } catch (YAMLException e) {
            problems.add(PolicyProblem.ofFile(file, "is not YAML: " + e.getMessage()));
        }
        return null;
    }

    private static String words(MarkedYAMLException e) {
        String problem = Optional.ofNullable(e.getProblem()).orElse("it cannot be read");
        return problem.replaceAll("\\s+", " ").strip();
    }

    private JsonNode tree(Node node, JsonPointer pointer) {
        if (node.getAnchor() != null) {
            report(
                    node.getStartMark(),
                    "&" + node.getAnchor() + " is an anchor: a policy writes each value where it is needed");
            return JSON.nullNode();
        }
        if (!TAGS.contains(node.getTag())) {
            report(node.getStartMark(), "a policy has no use for the tag " + node.getTag());
            return JSON.nullNode();
        }
        return switch (node) {
            case MappingNode mapping -> members(mapping, pointer);
            case SequenceNode sequence -> items(sequence, pointer);
            case ScalarNode scalar -> value(scalar);
            default -> throw new IllegalStateException("YAML has no node of id " + node.getNodeId());
        };
    }

    private ObjectNode members(MappingNode mapping, JsonPointer pointer) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple member : mapping.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                report(member.getKeyNode().getStartMark(), "a key must be plain text");
                continue;
            }
            // The text of the key: YAML 1.1 would have "on" mean true.
            String name = key.getValue();
            JsonPointer place = pointer.appendProperty(name);
            if (object.has(name)) {
                int first = places.getOrDefault(place, new Place(1, 1)).line();
                report(key.getStartMark(), PolicyDocument.path(place) + " stands twice, first in line " + first);
                continue;
            }
            places.put(place, place(key.getStartMark()));
            object.set(name, tree(member.getValueNode(), place));
        }
        return object;
    }

    private ArrayNode items(SequenceNode sequence, JsonPointer pointer) {
        ArrayNode array = JSON.arrayNode();
        for (Node item : sequence.getValue()) {
            JsonPointer place = pointer.appendIndex(array.size());
            places.put(place, place(item.getStartMark()));
            array.add(tree(item, place));
        }
        return array;
    }

    private static JsonNode value(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.INT) && text.matches("[+-]?[0-9]{1,18}")) {
            return JSON.numberNode(new BigInteger(text));
        }
        if (tag.equals(Tag.FLOAT) && text.matches("[+-]?[0-9]{1,18}\\.[0-9]{1,18}")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
            return JSON.booleanNode(text.equals("true"));
        }
        return JSON.textNode(text);
    }

    private void report(@Nullable Mark mark, String sentence) {
        Place place = mark == null ? new Place(1, 1) : place(mark);
        problems.add(new PolicyProblem(file, place.line(), place.column(), sentence));
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
