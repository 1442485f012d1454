package org.countersign.policy;

import java.util.Locale;

/** In which languages the hub has words. */
@FunctionalInterface
public interface SpokenLanguages {

    /** Whether there are words for {@code locale}, if only for its language at large. */
    boolean speaks(Locale locale);
}
