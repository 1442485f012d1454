package org.countersign.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.resource.Documents.events;
import static org.countersign.resource.Documents.patient;
import static org.countersign.resource.Documents.version;

import java.util.List;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.Person;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** Patients that are made, changed and merged by FHIR. */
class RegistrationReadingTest {

    @Test
    void aNewRecordAndAChangedOneAreRegistrationsByTheirOwnTriggers() {
        ClinicalEvent made = events(version(patient("P1", "7"), "1")).getFirst();
        ClinicalEvent changed = events(version(patient("P1", "7"), "2")).getFirst();
        assertThat(List.of(made.trigger(), changed.trigger())).containsExactly("Patient", "Patient.update");
        assertThat(List.of(made.change(), changed.change())).containsExactly(Change.NEW, Change.CHANGED);
        assertThat(changed.act()).isEqualTo(new ClinicalAct.Registration(Sensitive.of("+14155550123")));
        assertThat(changed.act().reference()).isEqualTo(ClinicalAct.Registration.REFERENCE);
        assertThat(values(changed.person().orElseThrow().identifiers())).containsExactly("7");
    }

    @Test
    void aRecordThatIsReplacedIsMergedIntoTheLastOfItsChain() {
        Patient first = link(patient("P1", "1"), LinkType.REPLACEDBY, "P2");
        Patient second = link(patient("P2", "2"), LinkType.REPLACEDBY, "P3");
        first.addIdentifier().setUse(IdentifierUse.OLD).setValue("0");
        ClinicalEvent merge = events(first, second, patient("P3", "3")).getFirst();
        assertThat(values(absorbed(merge))).containsExactly("1", "0", "Patient/P1", "Patient/P3");
        assertThat(values(merge.person().orElseThrow().identifiers())).containsExactly("3");
        assertThat(merge.person().orElseThrow().active()).isTrue();
    }

    @Test
    void aRecordThatReplacesOthersIsARegistrationAndTakesEachIn() {
        Patient patient = link(link(patient("P1", "1"), LinkType.REPLACES, "P2"), LinkType.REPLACES, "P3");
        List<ClinicalEvent> events = events(patient, patient("P2", "2"));
        assertThat(events).hasSize(3);
        assertThat(events.getFirst().act()).isInstanceOf(ClinicalAct.Registration.class);
        assertThat(values(absorbed(events.get(1)))).containsExactly("2", "Patient/P2", "Patient/P1");
        assertThat(values(absorbed(events.get(2))))
                .as("of one that nobody has any more its id is left")
                .containsExactly("Patient/P3", "Patient/P1");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(values(event.person().orElseThrow().identifiers()))
                                .containsExactly("1"));
    }

    @Test
    void aRecordWhoseSuccessorIsNowhereOrReplacesItselfIsInactive() {
        Patient lost = link(patient("P1", "1"), LinkType.REPLACEDBY, "gone");
        Patient first = link(patient("P1", "1"), LinkType.REPLACEDBY, "P2");
        Patient second = link(patient("P2", "2"), LinkType.REPLACEDBY, "P1");
        for (ClinicalEvent event : List.of(
                events(lost).getFirst(),
                events(first, second, first).getFirst(),
                events(link(patient("P1", "1"), LinkType.REPLACEDBY, "P1")).getFirst())) {
            assertThat(event.act()).isInstanceOf(ClinicalAct.Registration.class);
            assertThat(event.person().orElseThrow().active()).isFalse();
        }
    }

    @Test
    void whoIsOnlyRelatedIsNotMerged() {
        Patient patient = link(link(patient("P1", "1"), LinkType.SEEALSO, "P2"), LinkType.REFER, "P3");
        assertThat(events(patient, patient("P2", "2")))
                .singleElement()
                .satisfies(event -> assertThat(event.act()).isInstanceOf(ClinicalAct.Registration.class));
    }

    @Test
    void aPatientThatSaysNothingIsSkippedWithAReason() {
        ClinicalEvent event = Documents.event("{\"resourceType\":\"Patient\",\"link\":[{\"type\":\"replaces\"}]}");
        assertThat(((ClinicalAct.Other) event.act()).why()).startsWith("The patient of the Patient did not come");
    }

    private static Patient link(Patient patient, LinkType type, String other) {
        patient.addLink().setType(type).setOther(new Reference("Patient/" + other));
        return patient;
    }

    private static List<Person.Identifier> absorbed(ClinicalEvent event) {
        return ((ClinicalAct.Merge) event.act()).absorbed();
    }

    private static List<String> values(List<Person.Identifier> identifiers) {
        return identifiers.stream().map(one -> one.value().reveal()).toList();
    }
}
