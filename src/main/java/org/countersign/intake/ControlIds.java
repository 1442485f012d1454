package org.countersign.intake;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Control ids of our own messages (MSH-10): a random start for each run of the hub and a number, 20 characters, so that
 * neither a restart nor a second hub repeats one. Thread-safe.
 */
final class ControlIds {

    private static final int RANDOM = 10;
    private static final int RADIX = 36;

    private final String start;
    private final AtomicLong count = new AtomicLong();

    ControlIds() {
        SecureRandom random = new SecureRandom();
        StringBuilder letters = new StringBuilder(RANDOM);
        for (int i = 0; i < RANDOM; i++) {
            letters.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        start = letters.toString().toUpperCase(Locale.ROOT);
    }

    String next() {
        String number = Long.toString(count.incrementAndGet(), RADIX).toUpperCase(Locale.ROOT);
        return start + "0".repeat(RANDOM - number.length()) + number;
    }
}
