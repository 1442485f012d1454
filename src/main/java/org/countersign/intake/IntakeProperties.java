package org.countersign.intake;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of intake as a whole, {@code countersign.intake.*}.
 *
 * @param unanswered bytes of messages, over all feeds, that may wait for an answer; beyond, no connection is read
 * @param unfinished bytes of frames, over all feeds, that have begun and not ended; a connection that would hold more is
 *     closed
 * @param queue messages that may wait for the next commit; beyond, they are answered AE
 * @param batch messages in one commit, at most
 * @param answerWithin a message that is not durable by then is answered AE
 * @param tries how often a message is processed before it is given up
 * @param retryAfter pause after the first failure; doubled with each further one
 * @param retryAtMost longest pause
 */
@Validated
@ConfigurationProperties("countersign.intake")
record IntakeProperties(
        @DefaultValue("64MB") DataSize unanswered,
        @DefaultValue("64MB") DataSize unfinished,
        @DefaultValue("20000") @Min(1) int queue,
        @DefaultValue("500") @Min(1) int batch,
        @DefaultValue("5s") Duration answerWithin,
        @DefaultValue("5") @Min(1) int tries,
        @DefaultValue("1s") Duration retryAfter,
        @DefaultValue("1m") Duration retryAtMost) {}
