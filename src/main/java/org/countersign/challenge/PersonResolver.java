package org.countersign.challenge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Person;

/** Puts the record that stays in the place of one that was merged into it, where a message still comes under that one. */
final class PersonResolver {

    private final SurvivorStore survivors;
    private final ActKeys acts;

    PersonResolver(SurvivorStore survivors, ActKeys acts) {
        this.survivors = survivors;
        this.acts = acts;
    }

    /** The event of the person as it is known now; the identifiers that were sent stay behind those that stand for them. */
    ClinicalEvent resolve(ClinicalEvent event) {
        if (event.person().isEmpty()) {
            return event;
        }
        List<Person.Identifier> sent = event.person().get().identifiers();
        Map<String, Person.Identifier> found =
                survivors.find(sent.stream().map(acts::patientKey).collect(Collectors.toSet()));
        if (found.isEmpty()) {
            return event;
        }
        Set<String> absorbed = absorbed(event).collect(Collectors.toSet());
        List<Person.Identifier> identifiers = sent.stream()
                .flatMap(one -> Stream.concat(
                        Stream.ofNullable(found.get(acts.patientKey(one)))
                                .filter(survivor -> !absorbed.contains(acts.patientKey(survivor))),
                        Stream.of(one)))
                .distinct()
                .toList();
        return new ClinicalEvent(
                event.site(),
                event.trigger(),
                event.production(),
                event.person().map(person -> person.knownBy(identifiers)),
                event.act(),
                event.change());
    }

    /** Pseudonyms of what gives way in {@code event}: a merge that takes an earlier one back revives its record. */
    Stream<String> absorbed(ClinicalEvent event) {
        return event.act() instanceof ClinicalAct.Merge merge
                ? merge.absorbed().stream().map(acts::patientKey)
                : Stream.empty();
    }
}
