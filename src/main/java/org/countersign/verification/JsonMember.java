package org.countersign.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.countersign.platform.Sensitive;
import org.countersign.verification.Problem.Where;

/**
 * Reads a body that is one JSON object with one text member. Written out rather than bound, since the messages of a
 * binder quote what they do not understand, which here may be a code.
 */
final class JsonMember {

    static final int BODY_BYTES_MAX = 8 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonMember() {}

    /**
     * Reads the text of {@code member}.
     *
     * @throws ProblemException when the body is too large or of another shape
     */
    static Sensitive<String> read(InputStream body, String member) throws IOException {
        byte[] bytes = body.readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw Problem.of(ProblemKind.TOO_LARGE, "A body may have " + BODY_BYTES_MAX + " bytes.")
                    .exception();
        }
        JsonNode object = parse(bytes);
        if (!object.isObject() || object.size() != 1 || !object.has(member)) {
            throw invalid("", "The body must be an object with one member, " + member + ".");
        }
        JsonNode value = object.get(member);
        if (!value.isTextual()) {
            throw invalid("/" + member, "The value must be a string.");
        }
        return Sensitive.of(value.textValue());
    }

    static ProblemException invalid(String pointer, String detail) {
        return Problem.invalid(Where.pointer("#" + pointer), detail).exception();
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
