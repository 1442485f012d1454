package org.countersign.routing;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads a file as YAML whose nodes know their places, and finds what YAML itself does not allow. */
final class YamlTree {

    private YamlTree() {}

    /** The root; empty when {@code problems} got what keeps the file from being read. */
    static Optional<Node> read(String file, byte[] bytes, List<RouteProblem> problems) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(RouteProblem.ofFile(file, "is not UTF-8"));
            return Optional.empty();
        }
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                problems.add(RouteProblem.at(file, Place.TOP, "is empty; delete the file where it is not wanted"));
                return Optional.empty();
            }
            int before = problems.size();
            findDoubles(file, root, problems);
            return problems.size() == before ? Optional.of(root) : Optional.empty();
        } catch (MarkedYAMLException e) {
            Mark mark = Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark());
            String words = Optional.ofNullable(e.getProblem()).orElse("it cannot be read");
            problems.add(RouteProblem.at(
                    file, mark == null ? Place.TOP : Place.of(mark), "is not YAML: " + words.replaceAll("\\s+", " ")));
        } catch (YAMLException e) {
            problems.add(RouteProblem.at(file, Place.TOP, "is not YAML"));
        }
        return Optional.empty();
    }

    /** Two members of one name: readers of YAML differ in which one they take. */
    private static void findDoubles(String file, Node node, List<RouteProblem> problems) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> findDoubles(file, item, problems));
        } else if (node instanceof MappingNode mapping) {
            Map<String, Place> seen = new HashMap<>();
            for (NodeTuple member : mapping.getValue()) {
                String key = text(member.getKeyNode());
                Place place = Place.of(member.getKeyNode().getStartMark());
                Place first = seen.putIfAbsent(key, place);
                if (first != null) {
                    problems.add(RouteProblem.at(file, place, key + " stands twice, first in line " + first.line()));
                }
                findDoubles(file, member.getValueNode(), problems);
            }
        }
    }

    /** The value of a member of a mapping. */
    static Optional<Node> find(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(member -> text(member.getKeyNode()).equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    /** The text of a scalar; empty for anything else. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
