package org.countersign.verification;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of {@code POST /v1/verifications}, {@code countersign.api.requests.*}. How many messages an address gets is
 * limited by {@code countersign.limits.*} besides.
 *
 * @param inAMinute requests of one client in a minute, whatever becomes of them
 * @param forAPersonInTenMinutes verifications for one person in any 10 minutes
 * @param forAPersonInADay verifications for one person in any 24 hours: with the tries of each they bound what can be
 *     guessed
 */
@Validated
@ConfigurationProperties("countersign.api.requests")
record RequestProperties(
        @DefaultValue("600") @Min(1) int inAMinute,
        @DefaultValue("5") @Min(1) int forAPersonInTenMinutes,
        @DefaultValue("20") @Min(1) int forAPersonInADay) {}
