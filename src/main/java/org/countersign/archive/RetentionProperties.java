package org.countersign.archive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long messages are kept, {@code countersign.retention.*}.
 *
 * @param messages age at which the bytes of a message are dropped
 * @param size bytes of all messages, sealed; beyond, those of the oldest are dropped
 * @param failed for so long the bytes of a message that failed are kept, whatever the size
 * @param duplicates age at which the row is dropped, too: until then a late duplicate still gets its first answer
 */
@Validated
@ConfigurationProperties("countersign.retention")
record RetentionProperties(
        @DefaultValue("30d") Duration messages,
        @DefaultValue("10GB") DataSize size,
        @DefaultValue("90d") Duration failed,
        @DefaultValue("180d") Duration duplicates) {

    RetentionProperties {
        if (!messages.isPositive() || !failed.isPositive() || size.toBytes() < 0) {
            throw new IllegalArgumentException("countersign.retention: ages must be longer than 0");
        }
        if (duplicates.compareTo(messages) < 0) {
            throw new IllegalArgumentException(
                    "countersign.retention.duplicates must be at least countersign.retention.messages");
        }
    }
}
