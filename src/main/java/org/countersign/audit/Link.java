package org.countersign.audit;

/**
 * A place in the chain.
 *
 * @param sequence from 1, without gaps
 * @param hash SHA-256 over the hash before it and the entry, see {@link EntryHash}
 */
record Link(long sequence, Bytes hash) {

    /** What stands before the first entry. */
    static final Link GENESIS = new Link(0, Bytes.of(new byte[EntryHash.LENGTH]));
}
