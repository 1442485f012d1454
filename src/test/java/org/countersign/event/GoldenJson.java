package org.countersign.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.countersign.platform.Sensitive;

/**
 * Records of this package as JSON, for golden files only: it shows what is {@link Sensitive}. Each component of each
 * record stands there, so that a new one changes the golden files, too; a member of a sealed type says which it is.
 */
final class GoldenJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenJson() {}

    static String write(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(value)) + "\n";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case Sensitive<?> hidden -> node(hidden.reveal());
            case Optional<?> optional -> optional.map(GoldenJson::node).orElse(NODES.nullNode());
            case OptionalInt rank -> rank.isPresent() ? NODES.numberNode(rank.getAsInt()) : NODES.nullNode();
            case List<?> list -> array(list);
            case Set<?> set -> array(set.stream().sorted().toList());
            case Record each -> object(each);
            case Locale locale -> NODES.textNode(locale.toLanguageTag());
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Enum<?> name -> NODES.textNode(name.name());
            case String text -> NODES.textNode(text);
            case Character character -> NODES.textNode(character.toString());
            case Instant instant -> NODES.textNode(instant.toString());
            case LocalDate date -> NODES.textNode(date.toString());
            case ZoneId zone -> NODES.textNode(zone.getId());
            case Charset charset -> NODES.textNode(charset.name());
            default -> throw new IllegalStateException("No golden form for " + value.getClass());
        };
    }

    private static ArrayNode array(List<?> list) {
        ArrayNode array = NODES.arrayNode();
        list.forEach(each -> array.add(node(each)));
        return array;
    }

    private static ObjectNode object(Record each) {
        ObjectNode object = NODES.objectNode();
        for (Class<?> sealed : each.getClass().getInterfaces()) {
            object.put(sealed.getSimpleName(), each.getClass().getSimpleName());
        }
        for (RecordComponent component : each.getClass().getRecordComponents()) {
            try {
                object.set(component.getName(), node(component.getAccessor().invoke(each)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return object;
    }
}
