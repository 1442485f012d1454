package org.countersign.guard;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits for one address, {@code countersign.limits.*}.
 *
 * @param sendsInTenMinutes messages to it in any 10 minutes
 * @param sendsInADay messages to it in any 24 hours
 */
@Validated
@ConfigurationProperties("countersign.limits")
record LimitProperties(
        @DefaultValue("5") @Min(1) int sendsInTenMinutes,
        @DefaultValue("10") @Min(1) int sendsInADay) {}
