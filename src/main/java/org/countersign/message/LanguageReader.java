package org.countersign.message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads the languages that are shipped. */
final class LanguageReader {

    private static final String FOLDER = "messages";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
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
            return MAPPER.treeToValue(LanguageFiles.read(FOLDER, tag), LanguageFile.class)
                    .language(tag);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The texts messages/" + tag + ".yaml cannot be used: " + e.getMessage(), e);
        }
    }
}
