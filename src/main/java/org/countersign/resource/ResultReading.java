package org.countersign.resource;

import java.util.Date;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;

/** FHIR R4 DiagnosticReport, as ORU^R01 with the same numbers: only a report that is final is released. */
final class ResultReading {

    private ResultReading() {}

    static Reading read(DiagnosticReport report) {
        DiagnosticReportStatus status = Optional.ofNullable(report.getStatus()).orElse(DiagnosticReportStatus.NULL);
        return switch (status) {
            case FINAL -> reading(report, "F", Versions.isFirst(report) ? Change.NEW : Change.CHANGED);
            case AMENDED, CORRECTED, APPENDED -> reading(report, "C", Change.CHANGED);
            case CANCELLED, ENTEREDINERROR -> reading(report, "X", Change.CANCELLED);
            case REGISTERED, PARTIAL, PRELIMINARY, UNKNOWN, NULL ->
                Reading.other("result status "
                        + (status == DiagnosticReportStatus.NULL ? "(unknown)" : status.toCode())
                        + " is not final: nothing is released");
        };
    }

    /** @param status in the codes of HL7 table 0123, to which a code may be bound */
    private static Reading reading(DiagnosticReport report, String status, Change change) {
        ClinicalAct act = new ClinicalAct.Result(
                Identifiers.typed(report.getIdentifier(), "PLAC"),
                Identifiers.naming(report.getIdentifier(), "FILL", "", report),
                status,
                Sensitive.of(Concepts.display(report.getCode())),
                Optional.ofNullable(report.getIssued())
                        .map(Date::toInstant)
                        .map(Object::toString)
                        .orElse(""));
        return new Reading(act, change, Optional.of(report.getSubject()));
    }
}
