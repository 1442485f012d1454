package org.countersign.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/**
 * Puts values into the places of a request that are named in braces: {@code {Text}}, {@code {from}}, {@code {port:443}},
 * {@code {Sender,from}}; {@code {#max-age:240}} stands for a whole number. Values are put into a tree and not into a
 * text, so that nothing in them can change the request's form.
 */
final class RequestTemplate {

    private static final String NAME = "[A-Za-z][A-Za-z0-9-]*";
    private static final Pattern PART =
            Pattern.compile("\\{(?<number>#?)(?<names>" + NAME + "(?:," + NAME + ")*)(?::(?<otherwise>[^{}]*))?}");

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final Function<String, Optional<String>> parts;

    /** @param parts the value of each name */
    RequestTemplate(Function<String, Optional<String>> parts) {
        this.parts = parts;
    }

    /** @throws OperationalException naming the part that has no value */
    String text(String template) {
        return PART.matcher(template).replaceAll(hit -> {
            Optional<String> value = first(hit.group("names")).or(() -> Optional.ofNullable(hit.group("otherwise")));
            return Matcher.quoteReplacement(value.orElseThrow(() -> new OperationalException(
                    ErrorCategory.INVALID_INPUT, "The request needs {" + hit.group("names") + "}, which is not set")));
        });
    }

    /** The same tree with its texts filled; a member that is nothing but a part without a value is left out. */
    JsonNode tree(JsonNode template) {
        if (template.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            template.properties().forEach(member -> {
                if (!absent(member.getValue())) {
                    object.set(member.getKey(), tree(member.getValue()));
                }
            });
            return object;
        }
        if (template.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            template.forEach(element -> array.add(tree(element)));
            return array;
        }
        return template.isTextual() ? value(template.asText()) : template;
    }

    private JsonNode value(String template) {
        String value = text(template);
        Matcher part = PART.matcher(template);
        if (!part.matches() || part.group("number").isEmpty()) {
            return JsonNodeFactory.instance.textNode(value);
        }
        if (!WHOLE.matcher(value).matches()) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "The request's {" + part.group("names") + "} is no whole number");
        }
        return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
    }

    private boolean absent(JsonNode member) {
        Matcher part = PART.matcher(member.isTextual() ? member.asText() : "");
        return part.matches()
                && part.group("otherwise") == null
                && first(part.group("names")).isEmpty();
    }

    /** The first of several names that has a value: {@code {Sender,from}}. */
    private Optional<String> first(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(parts)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
