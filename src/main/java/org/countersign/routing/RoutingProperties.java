package org.countersign.routing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How edits of the routes folder are taken, {@code countersign.routes.*}; the folder itself is {@code countersign.routes}.
 *
 * @param every how often the folder is looked at; a change is taken when it stood still from one look to the next
 * @param differences what becomes of an edit by which policies would decide otherwise about messages that came
 * @param compare how many of the messages that came last are decided about again
 */
@Validated
@ConfigurationProperties("countersign.routes")
record RoutingProperties(
        @DefaultValue("1s") @DurationMin(millis = 50) Duration every,
        @DefaultValue("show") Differences differences,
        @DefaultValue("200") @Min(0) @Max(10_000) int compare) {

    /** What differences do. */
    enum Differences {
        /** They are told. */
        SHOW,
        /** They are told, and the edit waits for somebody to approve it. */
        APPROVE
    }
}
