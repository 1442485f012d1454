package org.countersign.challenge;

/**
 * All that is needed to derive a challenge's code, apart from the key: no part of it is secret.
 *
 * @param keyEpoch epoch of the key ring
 * @param generation counts the codes of a challenge from 1; resends keep it
 * @param length digits
 * @param binding hash of what the code is for
 */
public record CodeRecipe(int keyEpoch, int generation, int length, ActBinding binding) {}
