package org.countersign.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Pseudonyms;

/** A key ring that is the same in every run. */
public final class TestKeys {

    private TestKeys() {}

    public static KeyRing ring() {
        return new KeyRing(new TreeMap<>(Map.of(1, secret())));
    }

    /** The master secret of its one epoch, 1. */
    public static byte[] secret() {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) 7);
        return secret;
    }

    public static Pseudonyms pseudonyms() {
        return new Pseudonyms(ring());
    }
}
