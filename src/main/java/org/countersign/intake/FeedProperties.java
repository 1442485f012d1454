package org.countersign.intake;

import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The feeds by name, {@code countersign.feeds.*}. */
@Validated
@ConfigurationProperties("countersign")
record FeedProperties(@DefaultValue Map<String, @Valid Feed> feeds) {}
