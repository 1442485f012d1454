package org.countersign.intake;

/** What stood between VT and FS CR on an MLLP connection (HL7 v2.5.1 appendix C, MLLP release 1). */
sealed interface Frame {

    /** The bytes as received. */
    byte[] bytes();

    /** A frame that came whole. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are handed on, not copied
    record Complete(byte[] bytes) implements Frame {}

    /**
     * A frame over the limit. Its rest is skipped.
     *
     * @param bytes its first bytes, enough for an answer
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Oversized(byte[] bytes) implements Frame {}
}
