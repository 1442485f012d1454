package org.countersign.challenge;

import java.util.SortedMap;
import org.countersign.platform.Sensitive;

/**
 * Who is challenged, and for what, in words for the people who are allowed to see it. Stored sealed.
 *
 * @param identifier PID-3.1
 * @param authority PID-3.4, may be empty
 * @param about what the code is bound to, by name: drug, quantity, start …
 */
public record Recipient(
        Sensitive<String> name,
        Sensitive<String> identifier,
        String authority,
        Sensitive<SortedMap<String, String>> about) {}
