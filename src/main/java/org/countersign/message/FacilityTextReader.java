package org.countersign.message;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/**
 * Reads and checks the YAML of one file of {@code routes/messages/}: a list of texts, each with its place in the file.
 * Pure: the same text gives the same answer, and nothing is changed by asking. Safe for many threads.
 */
public final class FacilityTextReader {

    static final int TEXTS_AT_MOST = 1_000;

    private static final Set<String> KEYS = Set.of("facility", "locale", "purpose", "transport", "subject", "text");

    private final FacilityTextMapper mapper;

    FacilityTextReader(MessageCatalog catalog, Optional<WebOtpLine> webOtp) {
        this.mapper = new FacilityTextMapper(catalog, new FacilityTextRules(new SmsWriter(webOtp)));
    }

    /** A value and where it stands. */
    record Value(String text, int line, int column) {}

    /**
     * Reads a file.
     *
     * @param file its name in what is said of it
     * @param yaml what it holds
     */
    public FacilityTextFile read(String file, String yaml) {
        var reading = new Reading(file);
        reading.texts(yaml);
        return new FacilityTextFile(file, reading.texts, reading.problems);
    }

    private final class Reading {

        private final String file;
        private final List<FacilityText> texts = new ArrayList<>();
        private final List<MessageProblem> problems = new ArrayList<>();
        private final Set<FacilityText.Key> seen = new HashSet<>();

        private Reading(String file) {
            this.file = file;
        }

        private void texts(String yaml) {
            @Nullable Node root = compose(yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml);
            if (root == null) {
                return; // An empty file, or one of comments, has no texts.
            }
            if (!(root instanceof SequenceNode list)) {
                report(root.getStartMark(), "the file must be a list of texts, each beginning with a hyphen");
                return;
            }
            if (list.getValue().size() > TEXTS_AT_MOST) {
                report(root.getStartMark(), "the file has more than " + TEXTS_AT_MOST + " texts");
                return;
            }
            list.getValue().forEach(this::text);
        }

        private @Nullable Node compose(String yaml) {
            try {
                return new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            } catch (MarkedYAMLException e) {
                report(e.getProblemMark(), "is not YAML: " + e.getProblem());
            } catch (YAMLException e) {
                problems.add(new MessageProblem(file, 0, 0, "is not YAML: " + e.getMessage()));
            }
            return null;
        }

        private void text(Node node) {
            if (!(node instanceof MappingNode mapping)) {
                report(node.getStartMark(), "a text is a group of keys: " + keys());
                return;
            }
            int before = problems.size();
            Map<String, Value> values = values(mapping);
            if (problems.size() > before) {
                return;
            }
            Value place = new Value("", line(node.getStartMark()), column(node.getStartMark()));
            mapper.map(
                            values,
                            place,
                            (at, sentence) -> problems.add(new MessageProblem(file, at.line(), at.column(), sentence)))
                    .ifPresent(text -> add(text, place));
        }

        private void add(FacilityText text, Value place) {
            if (seen.add(text.key())) {
                texts.add(text);
            } else {
                problems.add(new MessageProblem(
                        file, place.line(), place.column(), "the file has a text for the same before this one"));
            }
        }

        private Map<String, Value> values(MappingNode mapping) {
            Map<String, Value> values = new LinkedHashMap<>();
            for (NodeTuple member : mapping.getValue()) {
                Node key = member.getKeyNode();
                String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (!KEYS.contains(name)) {
                    report(key.getStartMark(), name + " is no key of a text, expected one of " + keys());
                } else if (values.containsKey(name)) {
                    report(key.getStartMark(), name + " stands twice");
                } else if (member.getValueNode() instanceof ScalarNode value) {
                    values.put(name, new Value(value.getValue(), line(key.getStartMark()), column(key.getStartMark())));
                } else {
                    report(key.getStartMark(), name + " must be plain text");
                }
            }
            return values;
        }

        private void report(@Nullable Mark mark, String sentence) {
            problems.add(new MessageProblem(file, line(mark), column(mark), sentence));
        }
    }

    private static String keys() {
        return "facility, locale, purpose, transport, subject, text";
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private static int column(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getColumn() + 1;
    }
}
