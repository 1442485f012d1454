package org.countersign.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of one feed, {@code countersign.feeds.NAME.*}: where a route {@code from: mllp-feed:NAME} listens, and what
 * its messages do not say themselves.
 *
 * @param port TCP port; 0 takes any free one; shipped feeds have one by default (2575, 2576)
 * @param host address to listen on
 * @param facility name of the facility, for texts and policies
 * @param zone zone of local times without an offset
 * @param region ISO 3166 alpha-2 region of national phone numbers
 * @param charset charset of messages with an empty MSH-18
 * @param controlIdReuse what a known control id with other bytes is
 * @param frameLimit longest message; longer ones are answered AR and skipped
 * @param window messages of one connection that may be unanswered at a time
 * @param connections connections that may be open at a time
 * @param frameTimeout a connection that leaves a frame unfinished for so long is closed
 */
record Feed(
        @DefaultValue("-1") @Min(-1) @Max(65_535) int port,
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("Clinic") String facility,
        @DefaultValue("Etc/UTC") ZoneId zone,
        @DefaultValue("US") String region,
        @DefaultValue("ISO-8859-1") Charset charset,
        @DefaultValue("conflict") ControlIdReuse controlIdReuse,
        @DefaultValue("4MB") DataSize frameLimit,
        @DefaultValue("64") @Min(1) int window,
        @DefaultValue("256") @Min(1) int connections,
        @DefaultValue("60s") Duration frameTimeout) {

    /** What a message is whose control id the same sender has used before, with other bytes. */
    enum ControlIdReuse {
        /** An error of the sender: answered AE 205. */
        CONFLICT,
        /** A new message: the sender does not keep its control ids unique. */
        ACCEPT
    }

    Feed {
        if (frameLimit.toBytes() < 1024 || frameLimit.toBytes() > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("frame-limit is from 1KB to 1GB");
        }
    }
}
