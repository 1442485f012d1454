package org.countersign.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.countersign.event.AcknowledgementMode;
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
 * @param frameTimeout a connection whose frame is not whole so long after it began is closed
 * @param idleTimeout a connection by which no frame came for so long, and on which none waits, is closed; 0 for never
 * @param batch messages that one batch (FHS, BHS) may hold; one with more is refused as a whole
 * @param acknowledgements what the senders hear
 * @param allow networks that may connect, as 10.1.0.0/16; all where none is named
 * @param tls certificates; without one the feed is not encrypted
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
        @DefaultValue("2000") @Min(1) int connections,
        @DefaultValue("60s") Duration frameTimeout,
        @DefaultValue("12h") Duration idleTimeout,
        @DefaultValue("1000") @Min(1) int batch,
        @DefaultValue("auto") AcknowledgementMode acknowledgements,
        @DefaultValue List<String> allow,
        @DefaultValue FeedTls tls) {

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
        if (frameTimeout.isZero() || frameTimeout.isNegative() || idleTimeout.isNegative()) {
            throw new IllegalArgumentException("frame-timeout is longer than 0, idle-timeout 0 or longer");
        }
        allow = List.copyOf(allow);
        AllowedNetworks.of(allow);
    }

    /** The same feed on another port. */
    Feed withPort(int other) {
        return new Feed(
                other,
                host,
                facility,
                zone,
                region,
                charset,
                controlIdReuse,
                frameLimit,
                window,
                connections,
                frameTimeout,
                idleTimeout,
                batch,
                acknowledgements,
                allow,
                tls);
    }
}
