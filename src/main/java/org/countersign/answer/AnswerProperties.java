package org.countersign.answer;

import jakarta.validation.Valid;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Where answers over MLLP go, by the name of the feed that they answer: {@code countersign.answers.*}. */
@Validated
@ConfigurationProperties("countersign")
record AnswerProperties(@DefaultValue Map<String, @Valid Destination> answers) {

    Optional<Destination> find(String feed) {
        return Optional.ofNullable(answers.get(feed));
    }
}
