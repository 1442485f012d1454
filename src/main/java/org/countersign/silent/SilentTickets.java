package org.countersign.silent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeStore;
import org.countersign.platform.KeyRing;

/**
 * What stands in the address that a person opens: the challenge and a MAC over it, derived anew each time and never
 * stored. Nobody makes one who does not have the hub's key.
 */
final class SilentTickets {

    private static final int ID_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final byte[] PURPOSE = "silent/ticket\0".getBytes(StandardCharsets.US_ASCII);

    private final ChallengeStore challenges;
    private final KeyRing keys;

    SilentTickets(ChallengeStore challenges, KeyRing keys) {
        this.challenges = challenges;
        this.keys = keys;
    }

    /** 64 letters of Base64 for URLs; the same each time for a challenge. */
    String of(Challenge challenge) {
        byte[] ticket = ByteBuffer.allocate(ID_BYTES + MAC_BYTES)
                .put(id(challenge.id()))
                .put(mac(challenge))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket);
    }

    /** The challenge that {@code ticket} is for; empty when the hub did not make it. */
    Optional<Challenge> find(String ticket) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(ticket);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != ID_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        byte[] mac = new byte[MAC_BYTES];
        buffer.get(mac);
        return challenges.find(id).filter(challenge -> MessageDigest.isEqual(mac, mac(challenge)));
    }

    private byte[] mac(Challenge challenge) {
        byte[] data = ByteBuffer.allocate(PURPOSE.length + ID_BYTES)
                .put(PURPOSE)
                .put(id(challenge.id()))
                .array();
        return keys.sign(challenge.recipe().keyEpoch(), data);
    }

    private static byte[] id(UUID id) {
        return ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
