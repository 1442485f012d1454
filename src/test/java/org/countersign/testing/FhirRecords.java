package org.countersign.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.Invoice.InvoiceStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** An EHR's records of patient {@code Patient/P1}. */
public final class FhirRecords {

    /** When appointments start. */
    public static final Instant START = WebHub.START.plus(Duration.ofDays(3));

    private FhirRecords() {}

    public static Appointment appointment(String id, AppointmentStatus status) {
        Appointment appointment = new Appointment().setStatus(status);
        appointment.setStart(Date.from(START)).setEnd(Date.from(START.plusSeconds(900)));
        appointment.addParticipant().getActor().setReference("Patient/P1");
        return named(appointment, id);
    }

    /** With a mobile number, and the identifier {@code MRN-1}. */
    public static Patient patient(String id) {
        return patient(id, "MRN-1", "+14155550123");
    }

    public static Patient patient(String id, String number, String mobile) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:mrn").setValue(number);
        patient.addName().setFamily("Example").addGiven("Ann");
        patient.addTelecom()
                .setSystem(ContactPointSystem.PHONE)
                .setUse(ContactPointUse.MOBILE)
                .setValue(mobile);
        return named(patient, id);
    }

    public static MedicationRequest order(String id, MedicationRequestStatus status) {
        MedicationRequest order = new MedicationRequest().setStatus(status).setSubject(new Reference("Patient/P1"));
        order.setMedication(new CodeableConcept().setText("Examplin 20 mg"));
        return named(order, id);
    }

    public static DiagnosticReport report(String id, DiagnosticReportStatus status) {
        DiagnosticReport report = new DiagnosticReport().setStatus(status).setSubject(new Reference("Patient/P1"));
        return named(report.setCode(new CodeableConcept().setText("Lipid panel")), id);
    }

    public static Encounter visit(String id, EncounterStatus status) {
        Encounter visit = new Encounter().setStatus(status).setSubject(new Reference("Patient/P1"));
        return named(visit.setClass_(new Coding().setCode("VR")), id);
    }

    public static Invoice invoice(String id, InvoiceStatus status) {
        Invoice invoice = new Invoice().setStatus(status).setSubject(new Reference("Patient/P1"));
        return named(invoice.setTotalGross(money()), id);
    }

    public static ChargeItem charge(String id, ChargeItemStatus status) {
        ChargeItem item = new ChargeItem().setStatus(status).setSubject(new Reference("Patient/P1"));
        return named(item.setCode(new CodeableConcept().setText("Visit")).setPriceOverride(money()), id);
    }

    public static Account account(String id, AccountStatus status) {
        return named(new Account().setStatus(status).setSubject(List.of(new Reference("Patient/P1"))), id);
    }

    public static <T extends Resource> T versioned(T resource, int version) {
        resource.getMeta().setVersionId(Integer.toString(version));
        return resource;
    }

    private static Money money() {
        return new Money().setValue(new BigDecimal("120.50")).setCurrency("USD");
    }

    private static <T extends Resource> T named(T resource, String id) {
        if (!id.isEmpty()) {
            resource.setId(id);
        }
        return resource;
    }
}
