package org.countersign.event;

import java.nio.charset.Charset;
import java.time.ZoneId;

/**
 * What a feed knows about the place its messages come from, since the messages themselves do not say it.
 *
 * @param feed name of the feed, as in {@code routes/intake/}
 * @param facility name of the facility for texts and policies
 * @param zone zone of local times without an offset (HL7 v2.5.1 §2.A.22)
 * @param region ISO 3166 alpha-2 region of national phone numbers
 * @param charset charset of messages with an empty MSH-18
 */
public record Site(String feed, String facility, ZoneId zone, String region, Charset charset) {}
