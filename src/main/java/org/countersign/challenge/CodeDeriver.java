package org.countersign.challenge;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Sensitive;

/**
 * Derives the code of a challenge: truncate(HMAC-SHA-256(key, id ‖ generation ‖ binding ‖ round)). A code is derived in
 * the last hop before the channel and again at the check, and exists nowhere in between. Truncation rejects the
 * incomplete top of the range, so that every code is equally likely (cf. the bias of RFC 4226 §5.3).
 */
public final class CodeDeriver {

    private static final int INPUT_BYTES = 16 + Integer.BYTES + 32 + Integer.BYTES;

    private final KeyRing keys;

    public CodeDeriver(KeyRing keys) {
        this.keys = keys;
    }

    /** The code, {@code recipe.length()} decimal digits. */
    public Sensitive<String> derive(UUID challenge, CodeRecipe recipe) {
        long range = powerOfTen(recipe.length());
        for (int round = 0; ; round++) {
            ByteBuffer mac = ByteBuffer.wrap(keys.codeMac(recipe.keyEpoch(), input(challenge, recipe, round)));
            while (mac.remaining() >= Long.BYTES) {
                long word = mac.getLong() & Long.MAX_VALUE;
                if (isFair(word, range)) {
                    return Sensitive.of(digits(word % range, recipe.length()));
                }
            }
        }
    }

    /** Whether {@code word}, uniform over 63 bits, lies below the greatest multiple of {@code range}. */
    static boolean isFair(long word, long range) {
        return word < Long.MAX_VALUE - (Long.MAX_VALUE % range);
    }

    private static byte[] input(UUID challenge, CodeRecipe recipe, int round) {
        return ByteBuffer.allocate(INPUT_BYTES)
                .putLong(challenge.getMostSignificantBits())
                .putLong(challenge.getLeastSignificantBits())
                .putInt(recipe.generation())
                .put(recipe.binding().bytes())
                .putInt(round)
                .array();
    }

    private static String digits(long value, int length) {
        String plain = Long.toString(value);
        return "0".repeat(length - plain.length()) + plain;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, 10L);
        }
        return power;
    }
}
