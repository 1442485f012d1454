package org.countersign.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.platform.Sensitive;
import org.countersign.verification.Problem.Where;

/**
 * One JSON object of a body, and where it stands there. Written out rather than bound, since the messages of a binder
 * quote what they do not understand, which here may be a code, a number or a name.
 */
final class JsonObject {

    static final int BODY_BYTES_MAX = 8 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final JsonNode node;
    private final String pointer;

    private JsonObject(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /**
     * Reads a whole body.
     *
     * @param members all that the object may have
     * @throws ProblemException when the body is too large, no JSON, or no object with these members
     */
    static JsonObject read(InputStream body, String... members) throws IOException {
        byte[] bytes = body.readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw Problem.of(ProblemKind.TOO_LARGE, "A body may have " + BODY_BYTES_MAX + " bytes.")
                    .exception();
        }
        return checked(parse(bytes), "", members);
    }

    /** A member that is an object. */
    JsonObject object(String member, String... members) {
        return checked(required(member), place(member), members);
    }

    /** A member that is a list of 1 to {@code most} objects. */
    List<JsonObject> objects(String member, int most, String... members) {
        JsonNode list = required(member);
        if (!list.isArray() || list.isEmpty() || list.size() > most) {
            throw invalid(place(member), "The value must be a list of 1 to " + most + " objects.");
        }
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode item : list) {
            objects.add(checked(item, place(member) + "/" + objects.size(), members));
        }
        return objects;
    }

    /** A member that is a string of a shape, which {@code what} tells in a sentence. */
    Sensitive<String> text(String member, Pattern shape, String what) {
        JsonNode value = required(member);
        if (!value.isTextual() || !shape.matcher(value.textValue()).matches()) {
            throw wrong(member, what);
        }
        return Sensitive.of(value.textValue());
    }

    /** As {@link #text}, where the member may be left out. */
    Optional<Sensitive<String>> findText(String member, Pattern shape, String what) {
        return node.has(member) ? Optional.of(text(member, shape, what)) : Optional.empty();
    }

    /** A member that is a whole number from 1 to {@code most}; it may be left out. */
    OptionalInt findNumber(String member, int most) {
        if (!node.has(member)) {
            return OptionalInt.empty();
        }
        JsonNode value = required(member);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
            throw wrong(member, "The value must be a whole number from 1 to " + most + ".");
        }
        return OptionalInt.of(value.intValue());
    }

    /** To be thrown: {@code member} is not what it must be. */
    ProblemException wrong(String member, String what) {
        return invalid(place(member), what);
    }

    /** The object in one form, whatever the order of its members. */
    Sensitive<String> canonical() {
        try {
            return Sensitive.of(JSON.writeValueAsString(JSON.treeToValue(node, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read as JSON could not be written as JSON");
        }
    }

    /** To be thrown: what stands at {@code pointer} (RFC 6901) is not what it must be. */
    static ProblemException invalid(String pointer, String detail) {
        return Problem.invalid(Where.pointer("#" + pointer), detail).exception();
    }

    private JsonNode required(String member) {
        JsonNode value = node.get(member);
        if (value == null) {
            throw invalid(place(member), "The member is missing.");
        }
        return value;
    }

    private String place(String member) {
        return pointer + "/" + member;
    }

    private static JsonObject checked(JsonNode node, String pointer, String... members) {
        if (!node.isObject()) {
            throw invalid(pointer, "The value must be an object.");
        }
        Set<String> known = Set.of(members);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid(pointer, "The object may have no members but " + String.join(", ", members) + ".");
            }
        });
        return new JsonObject(node, pointer);
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw invalid("", "The body is not JSON" + place + ".");
        }
    }
}
