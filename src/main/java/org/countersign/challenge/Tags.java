package org.countersign.challenge;

import java.security.SecureRandom;

/** Three letters that say which challenge a message belongs to. */
final class Tags {

    /** No vowels, so that no tag is a word; no letters that are taken for one another. */
    private static final String LETTERS = "BCDFGHJKMNPRSTVWXZ";

    private static final int LENGTH = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tags() {}

    static String next() {
        StringBuilder tag = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            tag.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return tag.toString();
    }
}
