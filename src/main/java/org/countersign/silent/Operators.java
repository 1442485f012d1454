package org.countersign.silent;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.countersign.guard.NumberProfile;
import org.countersign.guard.NumberProfiles;
import org.countersign.platform.Sensitive;

/** Which operator is asked about which phone. */
final class Operators {

    private final List<Operator> all;
    private final NumberProfiles numbers = new NumberProfiles();

    /** @param all in the order of the settings */
    Operators(List<Operator> all) {
        this.all = List.copyOf(all);
    }

    /** Whether a number may be one of any operator's. */
    boolean cover(String country, String carrier) {
        return all.stream().anyMatch(operator -> operator.mayHave(country, carrier));
    }

    /**
     * The operator whose phone it is: of those that may have the number the one whose network it comes from, else the
     * first whose networks are not known.
     *
     * @param number E.164; empty where nobody is written to, which must look like any other
     * @param address the phone's address
     */
    Optional<Operator> find(Optional<Sensitive<String>> number, String address) {
        Optional<NumberProfile> profile = number.map(numbers::of);
        return all.stream()
                .filter(operator -> profile.map(one -> operator.mayHave(one.country(), one.carrier()))
                        .orElse(true))
                .filter(operator -> operator.carries(address))
                .min(Comparator.comparing(operator -> operator.networks().isEmpty()));
    }

    Optional<Operator> named(String name) {
        return all.stream().filter(operator -> operator.name().equals(name)).findFirst();
    }
}
