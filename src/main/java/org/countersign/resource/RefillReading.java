package org.countersign.resource;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * The two ways of FHIR R4 to ask for a refill: a MedicationRequest that waits and has a prior prescription, and a Task
 * with such a code whose focus is the prescription. Either names the act by the MedicationRequest's logical id.
 */
final class RefillReading {

    /** "Renewal of prescription"; R4's own task codes have none for it. */
    private static final String RENEWAL = "103742009";

    private static final Set<String> SNOMED = Set.of("http://snomed.info/sct", "");
    private static final Pattern WORDS = Pattern.compile("\\b(refill|renewal)\\b", Pattern.CASE_INSENSITIVE);

    private RefillReading() {}

    static Reading read(MedicationRequest order, Companions companions) {
        Change change = change(order);
        if (change == Change.NONE) {
            return Reading.other("MedicationRequest in this state is no refill request");
        }
        return new Reading(act(order, companions, ""), change, Optional.of(order.getSubject()));
    }

    static Reading read(Task task, Companions companions) {
        if (!isRefill(task.getCode())) {
            return Reading.other("Task without the code of a refill request asks for no challenge");
        }
        Change change = change(task);
        if (change == Change.NONE) {
            return Reading.other("Task in this state is no refill request");
        }
        Optional<Resource> focus = companions.find(task.getFocus(), "MedicationRequest");
        if (focus.isEmpty()) {
            return Reading.other("The MedicationRequest of Task.focus is neither sent nor to be read from the EHR");
        }
        MedicationRequest order = (MedicationRequest) focus.get();
        Reference patient = task.hasFor() ? task.getFor() : order.getSubject();
        return new Reading(act(order, companions, task.getIdElement().getIdPart()), change, Optional.of(patient));
    }

    private static Change change(MedicationRequest order) {
        boolean renewal = order.hasPriorPrescription();
        return switch (Optional.ofNullable(order.getStatus()).orElse(MedicationRequestStatus.NULL)) {
            case ONHOLD, DRAFT -> renewal ? Versions.isFirst(order) ? Change.NEW : Change.CHANGED : Change.NONE;
            case STOPPED, CANCELLED, ENTEREDINERROR -> Change.CANCELLED;
            case ACTIVE, COMPLETED, UNKNOWN, NULL -> Change.NONE;
        };
    }

    /** Each request is new, even of the same prescription: a Task that was answered moves on to another status. */
    private static Change change(Task task) {
        return switch (Optional.ofNullable(task.getStatus()).orElse(TaskStatus.NULL)) {
            case REQUESTED, RECEIVED, READY -> Change.NEW;
            case CANCELLED, REJECTED, FAILED, ENTEREDINERROR -> Change.CANCELLED;
            case DRAFT, ACCEPTED, INPROGRESS, ONHOLD, COMPLETED, NULL -> Change.NONE;
        };
    }

    private static boolean isRefill(CodeableConcept code) {
        boolean coded = code.getCoding().stream()
                .anyMatch(coding -> RENEWAL.equals(coding.getCode())
                        && SNOMED.contains(coding.hasSystem() ? coding.getSystem() : ""));
        Stream<String> words = Stream.concat(
                code.hasText() ? Stream.of(code.getText()) : Stream.empty(),
                code.getCoding().stream().filter(coding -> coding.hasDisplay()).map(coding -> coding.getDisplay()));
        return coded || words.anyMatch(text -> WORDS.matcher(text).find());
    }

    private static ClinicalAct act(MedicationRequest order, Companions companions, String task) {
        CodeableConcept drug = drug(order, companions);
        return new ClinicalAct.Refill(
                task,
                "",
                order.getIdElement().getIdPart(),
                Concepts.code(drug),
                Sensitive.of(Concepts.display(drug)),
                dose(order),
                Concepts.amount(order.getDispenseRequest().getQuantity()),
                order.getDispenseRequest().hasNumberOfRepeatsAllowed()
                        ? Integer.toString(order.getDispenseRequest().getNumberOfRepeatsAllowed())
                        : "",
                pharmacy(order.getDispenseRequest().getPerformer()));
    }

    private static CodeableConcept drug(MedicationRequest order, Companions companions) {
        if (order.hasMedicationCodeableConcept()) {
            return order.getMedicationCodeableConcept();
        }
        Reference reference = order.hasMedicationReference() ? order.getMedicationReference() : new Reference();
        return companions
                .find(reference, "Medication")
                .map(medication -> ((Medication) medication).getCode())
                .orElseGet(() -> new CodeableConcept().setText(reference.getDisplay()));
    }

    private static String dose(MedicationRequest order) {
        if (!order.hasDosageInstruction()) {
            return "";
        }
        Dosage dosage = order.getDosageInstructionFirstRep();
        boolean measured =
                dosage.hasDoseAndRate() && dosage.getDoseAndRateFirstRep().hasDoseQuantity();
        return measured
                ? Concepts.amount(dosage.getDoseAndRateFirstRep().getDoseQuantity())
                : dosage.hasText() ? dosage.getText() : "";
    }

    private static String pharmacy(Reference performer) {
        String name = performer.hasDisplay() ? performer.getDisplay() : performer.getReference();
        return name == null ? "" : name;
    }
}
