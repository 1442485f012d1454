package org.countersign.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.countersign.platform.KeyRing;

/**
 * The hub's signature under the chain up to one entry: without the key ring nobody can write the chain anew.
 *
 * @param link the last entry that is signed for
 * @param signedAt in whole microseconds
 */
record Checkpoint(Link link, int keyEpoch, Bytes signature, Instant signedAt) {

    private static final byte[] FORM = "countersign/checkpoint/1".getBytes(StandardCharsets.US_ASCII);

    static Checkpoint sign(KeyRing keys, Link link, Instant at) {
        int epoch = keys.currentEpoch();
        return new Checkpoint(link, epoch, Bytes.of(keys.sign(epoch, signed(link, epoch, at))), at);
    }

    /** @throws org.countersign.platform.OperationalException when its epoch is not on the ring */
    boolean signedBy(KeyRing keys) {
        byte[] expected = keys.sign(keyEpoch, signed(link, keyEpoch, signedAt));
        return MessageDigest.isEqual(expected, signature.toArray());
    }

    private static byte[] signed(Link link, int epoch, Instant at) {
        byte[] hash = link.hash().toArray();
        return ByteBuffer.allocate(FORM.length + 4 + hash.length + 8 + 4 + 8 + 4)
                .put(FORM)
                .putInt(hash.length)
                .put(hash)
                .putLong(link.sequence())
                .putInt(epoch)
                .putLong(at.getEpochSecond())
                .putInt(at.getNano())
                .array();
    }
}
