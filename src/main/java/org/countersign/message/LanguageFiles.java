package org.countersign.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The files of words that are shipped, in each folder one for each language that the hub speaks. A file that
 * {@code extends} another holds only what differs.
 */
public final class LanguageFiles {

    private static final ObjectMapper YAML = new YAMLMapper();

    private LanguageFiles() {}

    /**
     * What {@code folder/tag.yaml} holds, with what it extends.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public static ObjectNode read(String folder, String tag) {
        String file = "/" + folder + "/" + tag + ".yaml";
        try (InputStream in = LanguageFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no such file");
            }
            ObjectNode own = YAML.readValue(in, ObjectNode.class);
            JsonNode base = own.remove("extends");
            return base == null ? own : merge(read(folder, base.asText()), own);
        } catch (IOException e) {
            throw new UncheckedIOException(file.substring(1) + " cannot be read", e);
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
