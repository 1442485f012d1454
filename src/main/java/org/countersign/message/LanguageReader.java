package org.countersign.message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the languages that are shipped. A file that {@code extends} another holds only what differs. */
final class LanguageReader {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private LanguageReader() {}

    /**
     * The language of the file {@code messages/<tag>.yaml}.
     *
     * @throws IllegalArgumentException when the file is missing or a text of it is none
     */
    static Language read(String tag) {
        try {
            return YAML.treeToValue(tree(tag), LanguageFile.class).language(tag);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The texts messages/" + tag + ".yaml cannot be used: " + e.getMessage(), e);
        }
    }

    static ObjectNode tree(String tag) {
        try (InputStream in = LanguageReader.class.getResourceAsStream("/messages/" + tag + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no such file");
            }
            ObjectNode own = YAML.readValue(in, ObjectNode.class);
            JsonNode base = own.remove("extends");
            return base == null ? own : merge(tree(base.asText()), own);
        } catch (IOException e) {
            throw new UncheckedIOException("messages/" + tag + ".yaml cannot be read", e);
        }
    }

    private static ObjectNode merge(ObjectNode base, ObjectNode over) {
        over.properties().forEach(member -> {
            JsonNode standing = base.get(member.getKey());
            JsonNode merged = standing instanceof ObjectNode into && member.getValue() instanceof ObjectNode from
                    ? merge(into, from)
                    : member.getValue();
            base.set(member.getKey(), merged);
        });
        return base;
    }
}
