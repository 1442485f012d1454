package org.countersign.intake;

import java.util.OptionalLong;

/**
 * What became of an arrival in the commit.
 *
 * @param acknowledgement what the sender hears: for a repetition what it heard the first time
 * @param waiting id of the row, when it is new and is to be processed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Admission(byte[] acknowledgement, OptionalLong waiting) {}
