package org.countersign.silent;

import java.util.UUID;

/**
 * What goes with a phone to its operator and comes back, sealed: nobody can read it, make it or alter it, and it is for
 * this challenge and step alone.
 *
 * @param live whether the address was opened for the first time, in its step; else nothing comes of it
 * @param operator where the phone was sent
 * @param returnTo where the phone goes in the end; empty for the hub's own page
 */
record SilentState(UUID challenge, int step, boolean live, String operator, String returnTo) {}
