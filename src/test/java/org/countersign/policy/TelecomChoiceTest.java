package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.NOW;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PolicyDecision.Require;
import org.countersign.policy.PolicyDecision.Skip;

class TelecomChoiceTest {

    private static final PolicyCatalog CATALOG = PolicyCatalog.read(Path.of("routes", "policies"));

    @Property
    void aPlanIsNeverEmptyAndHoldsNoAddressThatIsBarred(
            @ForAll("people") List<Telecom> telecoms, @ForAll boolean refill) {
        List<Telecom> numbered = numbered(telecoms);
        Person person = ClinicalEvents.person(false, true, Optional.empty(), numbered);
        ClinicalEvent event = refill
                ? ClinicalEvents.event("RDE^O11", Change.NEW, ClinicalEvents.REFILL, person)
                : ClinicalEvents.event("SIU^S12", Change.NEW, ClinicalEvents.APPOINTMENT, person);
        Set<String> usable = numbered.stream()
                .filter(TelecomChoiceTest::usable)
                .map(telecom -> telecom.value().reveal())
                .collect(Collectors.toSet());
        switch (CATALOG.decide(event, NOW)) {
            case Require require -> {
                assertThat(require.plan().steps()).isNotEmpty();
                assertThat(usable)
                        .containsAll(require.plan().steps().stream()
                                .map(step -> step.address().reveal())
                                .toList());
            }
            case Skip skip -> {
                assertThat(skip.reason()).isEqualTo(PolicyDecision.SkipReason.UNREACHABLE);
                assertThat(numbered).noneMatch(telecom -> usable(telecom) && telecom.kind() == Kind.EMAIL);
            }
            case PolicyDecision.Withdraw withdraw -> throw new AssertionError("A new act was withdrawn");
        }
    }

    /** Said anew, and not by the chooser's own words. */
    private static boolean usable(Telecom telecom) {
        boolean kind = Set.of(Kind.PHONE, Kind.EMAIL).contains(telecom.kind());
        boolean use = !Set.of(Use.OLD, Use.EMERGENCY).contains(telecom.use());
        boolean line = !Set.of(LineType.INVALID, LineType.PREMIUM).contains(telecom.line());
        return kind && use && line && telecom.validAt(NOW);
    }

    /** Addresses that differ, so that a chosen one can be traced to its telecom. */
    private static List<Telecom> numbered(List<Telecom> telecoms) {
        List<Telecom> numbered = new ArrayList<>();
        for (Telecom telecom : telecoms) {
            numbered.add(new Telecom(
                    telecom.kind(),
                    telecom.use(),
                    Sensitive.of("address " + numbered.size()),
                    telecom.rank(),
                    telecom.from(),
                    telecom.until(),
                    telecom.line()));
        }
        return numbered;
    }

    @Provide
    Arbitrary<List<Telecom>> people() {
        Arbitrary<Optional<Instant>> times = Arbitraries.of(-60, -1, 0, 1, 60)
                .map(seconds -> Optional.of(NOW.plusSeconds(seconds)))
                .injectNull(0.6)
                .map(time -> time == null ? Optional.empty() : time);
        Arbitrary<OptionalInt> ranks = Arbitraries.of(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(2));
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(Use.class),
                        ranks,
                        times,
                        times,
                        Arbitraries.of(LineType.class))
                .as((kind, use, rank, from, until, line) ->
                        new Telecom(kind, use, Sensitive.of("address"), rank, from, until, line))
                .list()
                .ofMaxSize(6);
    }
}
