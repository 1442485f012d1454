package org.countersign.policy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code policy.schema.json}, and its findings in sentences. */
final class PolicySchema {

    private static final String FILE = "/policy.schema.json";

    private final JsonNode text;
    private final JsonSchema schema;

    private PolicySchema(JsonNode text) {
        this.text = text;
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    static PolicySchema read() {
        try (InputStream in = PolicySchema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the class path");
            }
            return new PolicySchema(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** All that the schema has against {@code document}. */
    List<PolicyProblem> check(PolicyDocument document) {
        List<PolicyProblem> problems = new ArrayList<>();
        for (ValidationMessage finding : schema.validate(document.root())) {
            problems.add(problem(document, finding));
        }
        return problems;
    }

    private PolicyProblem problem(PolicyDocument document, ValidationMessage finding) {
        JsonPointer at = pointer(finding.getInstanceLocation());
        JsonNode rule =
                text.at(pointer(finding.getSchemaLocation().getFragment()).head());
        return switch (finding.getType()) {
            case "required" -> {
                JsonPointer missing = at.appendProperty(finding.getProperty());
                yield document.problem(at, PolicyDocument.path(missing) + " is missing");
            }
            case "additionalProperties" -> {
                JsonPointer unknown = at.appendProperty(finding.getProperty());
                String sentence = PolicyDocument.path(unknown) + " is no key of a policy, expected one of "
                        + keys(rule.path("properties"));
                yield document.problem(unknown, sentence);
            }
            default ->
                document.problem(
                        at, subject(at) + " is " + show(document.root().at(at)) + ", expected " + expected(rule));
        };
    }

    private static String subject(JsonPointer at) {
        return at.matches() ? "the file" : PolicyDocument.path(at);
    }

    private static String expected(JsonNode rule) {
        if (rule.has("enum")) {
            return "one of "
                    + StreamSupport.stream(rule.get("enum").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", "));
        }
        return rule.path("properties").has("purpose")
                ? "keys: " + keys(rule.path("properties"))
                : rule.path("title").asText();
    }

    private static String keys(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return String.join(", ", names);
    }

    private static String show(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "\"" + value.asText() + "\"";
            case NUMBER, BOOLEAN -> value.asText();
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list of " + value.size();
            case OBJECT -> value.isEmpty() ? "empty" : "a group of keys";
            case NULL, MISSING, BINARY, POJO -> "empty";
        };
    }

    private static JsonPointer pointer(JsonNodePath path) {
        JsonPointer pointer = JsonPointer.empty();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = path.getElement(i) instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(path.getName(i));
        }
        return pointer;
    }
}
