package org.countersign.silent;

import java.util.List;
import org.countersign.challenge.Challenges;

/** Beans of routes for tests of other packages. */
public final class SilentParts {

    private SilentParts() {}

    /** That of a hub without any operator. */
    public static SilentOffers offers() {
        return new SilentOffers(new Operators(List.of()), Challenges.noStore());
    }
}
