package org.countersign.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.resource.Documents.event;
import static org.countersign.resource.Documents.patient;
import static org.countersign.resource.Documents.typed;
import static org.countersign.resource.Documents.version;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.platform.Sensitive;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.Invoice.InvoiceStatus;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results, bills and visits that FHIR resources tell of. */
class ActReadingsTest {

    private static final Instant ISSUED = Instant.parse("2026-11-24T18:55:00Z");

    // ---- results

    @ParameterizedTest
    @CsvSource({
        "final,1,NEW,F",
        "final,2,CHANGED,F",
        "amended,2,CHANGED,C",
        "corrected,3,CHANGED,C",
        "appended,1,CHANGED,C",
        "cancelled,2,CANCELLED,X",
        "entered-in-error,2,CANCELLED,X"
    })
    void aReportThatIsFinalIsTheResultThatAnOruTellsOf(String status, String version, Change change, String code) {
        ClinicalEvent event = event(version(report(status), version), patient("P1", "7"));
        assertThat(event.change()).isEqualTo(change);
        assertThat(event.trigger()).isEqualTo("DiagnosticReport");
        assertThat(event.act())
                .isEqualTo(new ClinicalAct.Result("P-1", "L-1", code, Sensitive.of("Lipid panel"), ISSUED.toString()));
        assertThat(event.act().reference()).isEqualTo("DiagnosticReport/L-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registered", "partial", "preliminary", "unknown"})
    void aReportThatIsNotFinalReleasesNothing(String status) {
        ClinicalEvent event = event(report(status), patient("P1", "7"));
        assertThat(event.change()).isEqualTo(Change.NONE);
        assertThat(event.act())
                .isEqualTo(new ClinicalAct.Other("result status " + status + " is not final: nothing is released"));
    }

    @Test
    void aReportWithoutNumbersIsKnownByItsId() {
        DiagnosticReport report = report("final");
        report.setIdentifier(null);
        assertThat(event(report, patient("P1", "7")).act().reference()).isEqualTo("DiagnosticReport/D1");
        report.addIdentifier().setValue("L-9");
        assertThat(event(report, patient("P1", "7")).act().reference()).isEqualTo("DiagnosticReport/L-9");
    }

    // ---- bills

    @ParameterizedTest
    @CsvSource({
        "issued,1,NEW",
        "issued,2,CHANGED",
        "balanced,3,DONE",
        "cancelled,2,CANCELLED",
        "entered-in-error,2,CANCELLED"
    })
    void anInvoiceIsABillUntilItIsPaidOrCancelled(String status, String version, Change change) {
        ClinicalEvent event = event(version(invoice(status), version), patient("P1", "7"));
        assertThat(event.change()).isEqualTo(change);
        assertThat(event.act()).isEqualTo(new ClinicalAct.Bill("I1", "ACC-1", "", "120.50 USD"));
        assertThat(event.act().reference()).isEqualTo("Invoice/I1");
    }

    @Test
    void anInvoiceThatIsADraftOrHasNoAmountOrGoesToAnOrganizationAsksForNothing() {
        assertThat(why(event(invoice("draft"), patient("P1", "7"))))
                .isEqualTo("Invoice in this state asks for no challenge");
        assertThat(why(event(invoice("issued").setTotalGross(null), patient("P1", "7"))))
                .isEqualTo("Invoice without an amount asks for no challenge");
        assertThat(why(event(invoice("issued").setRecipient(new Reference("Organization/payer")), patient("P1", "7"))))
                .isEqualTo("Invoice to an organization asks for no challenge");
    }

    @Test
    void theNetIsTheAmountWhereNoGrossIsTold() {
        Invoice invoice = invoice("issued").setTotalGross(null);
        invoice.setTotalNet(new Money().setValue(100));
        assertThat(event(invoice, patient("P1", "7")).act().bindable()).containsEntry("amount", "100");
    }

    @ParameterizedTest
    @CsvSource({"billable,NEW", "not-billable,CANCELLED", "aborted,CANCELLED", "entered-in-error,CANCELLED"})
    void aChargeIsTheBillThatADftTellsOf(String status, Change change) {
        ChargeItem item = version(charge(status), "1");
        item.addIdentifier().setValue("T-1");
        ClinicalEvent event = event(item, patient("P1", "7"));
        assertThat(event.change()).isEqualTo(change);
        assertThat(event.act()).isEqualTo(new ClinicalAct.Bill("T-1", "ACC-1", "E1", "60.00 USD"));
        assertThat(event.act().reference()).isEqualTo("Invoice/T-1");
    }

    @Test
    void aChargeWithoutAmountOrThatIsBilledAsksForNothing() {
        assertThat(why(event(charge("billable").setPriceOverride(null), patient("P1", "7"))))
                .isEqualTo("ChargeItem without an amount asks for no challenge");
        assertThat(why(event(charge("billed"), patient("P1", "7"))))
                .isEqualTo("ChargeItem in this state asks for no challenge");
    }

    @ParameterizedTest
    @CsvSource({"active,1,NEW", "active,2,NONE", "on-hold,1,NONE", "inactive,2,CANCELLED"})
    void onlyAnAccountThatIsOpenedAsks(String status, String version, Change change) {
        Account account = new Account().setStatus(AccountStatus.fromCode(status));
        account.addSubject(new Reference("Patient/P1")).setId("1");
        account.addIdentifier(typed("AN", "ACC-1"));
        ClinicalEvent event = event(version(account, version), patient("P1", "7"));
        assertThat(event.change()).isEqualTo(change);
        if (change != Change.NONE) {
            assertThat(event.act()).as("as BAR^P01").isEqualTo(new ClinicalAct.Bill("", "ACC-1", "", ""));
        }
    }

    @Test
    void aBillByItsLogicalIdIsNoOtherTypesBill() {
        Account account = new Account().setStatus(AccountStatus.ACTIVE);
        account.addSubject(new Reference("Patient/P1")).setId("1");
        Invoice invoice = invoice("issued");
        invoice.setId("1");
        ChargeItem item = charge("billable");
        item.setId("1");
        assertThat(java.util.stream.Stream.of(version(account, "1"), invoice, item)
                        .map(one -> event(one, patient("P1", "7")).act().reference()))
                .containsExactly("Invoice/Account-1", "Invoice/1", "Invoice/ChargeItem-1");
    }

    // ---- visits

    @ParameterizedTest
    @CsvSource({
        "planned,1,NEW",
        "arrived,2,CHANGED",
        "triaged,2,CHANGED",
        "finished,4,DONE",
        "cancelled,2,CANCELLED",
        "entered-in-error,2,CANCELLED"
    })
    void aVirtualEncounterIsTheVisitThatAnA04TellsOf(String status, String version, Change change) {
        ClinicalEvent event = event(version(visit(status), version), patient("P1", "7"));
        assertThat(event.change()).isEqualTo(change);
        ClinicalAct.Appointment act = (ClinicalAct.Appointment) event.act();
        assertThat(act.reference()).isEqualTo("Encounter/V-9");
        assertThat(act.types().reveal()).containsExactly("VR", "448337001");
        assertThat(act.start()).isEqualTo(status.equals("planned") ? Optional.of(ISSUED) : Optional.empty());
    }

    @Test
    void anEncounterThatIsNotVirtualOrIsGoingOnAsksForNothing() {
        Encounter inPerson = visit("planned");
        inPerson.getClass_().setCode("AMB");
        assertThat(why(event(inPerson, patient("P1", "7"))))
                .isEqualTo("Encounter of another class than VR (virtual) asks for no challenge");
        assertThat(why(event(visit("in-progress"), patient("P1", "7"))))
                .isEqualTo("Encounter in this state asks for no challenge");
    }

    @Test
    void anAppointmentKnowsItsTypesByTheCodesOfItsService() {
        Appointment appointment = new Appointment().setStatus(Appointment.AppointmentStatus.BOOKED);
        appointment.setId("A1");
        appointment.addParticipant().getActor().setReference("Patient/P1");
        appointment.addServiceType().addCoding().setCode("VIDEO");
        appointment.getAppointmentType().addCoding().setCode("FOLLOWUP");
        ClinicalAct.Appointment act =
                (ClinicalAct.Appointment) event(appointment, patient("P1", "7")).act();
        assertThat(act.types().reveal()).containsExactly("VIDEO", "FOLLOWUP");
        assertThat(act.reference()).isEqualTo("Appointment/A1");
    }

    // ---- what is missing or odd

    @ParameterizedTest
    @ValueSource(strings = {"DiagnosticReport", "Encounter", "Invoice", "ChargeItem", "Account"})
    void aResourceThatSaysNothingIsSkippedWithAReason(String type) {
        ClinicalEvent event = event("{\"resourceType\":\"" + type + "\"}");
        assertThat(event.change()).isEqualTo(Change.NONE);
        assertThat(why(event)).isNotEmpty();
        assertThat(event.person()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'DiagnosticReport','status':'final','subject':{'reference':'Group/1'}}",
                "{'resourceType':'DiagnosticReport','status':'final','subject':{'reference':'#gone'}}",
                "{'resourceType':'DiagnosticReport','status':'final','subject':{'reference':'http://[::'}}",
                "{'resourceType':'DiagnosticReport','status':'final'}",
                "{'resourceType':'Invoice','status':'issued','totalGross':{'value':1e3},'account':{'reference':''}}",
                "{'resourceType':'Invoice','status':'cancelled','identifier':[{},{'system':'x'}]}",
                "{'resourceType':'Account','status':'inactive','subject':[{}]}",
                "{'resourceType':'ChargeItem','status':'billable','priceOverride':{'value':0.001},'account':[{}]}",
                "{'resourceType':'Encounter','status':'planned','class':{'code':'VR'},'period':{},'location':[{}]}",
                "{'resourceType':'Encounter','status':'arrived','class':{'code':'VR'},'type':[{'coding':[{}]}]}"
            })
    void anActOfNobodyIsSkippedWithAReason(String json) {
        ClinicalEvent event = event(json.replace('\'', '"'));
        assertThat(event.change()).isEqualTo(Change.NONE);
        assertThat(why(event)).contains("did not come with it, and no EHR is configured to read it from");
    }

    private static String why(ClinicalEvent event) {
        return ((ClinicalAct.Other) event.act()).why();
    }

    private static DiagnosticReport report(String status) {
        DiagnosticReport report = new DiagnosticReport().setStatus(DiagnosticReportStatus.fromCode(status));
        report.addIdentifier(typed("PLAC", "P-1"));
        report.addIdentifier(typed("FILL", "L-1"));
        report.setCode(new CodeableConcept().setText("Lipid panel"));
        report.setSubject(new Reference("Patient/P1")).setIssued(Date.from(ISSUED));
        report.setId("D1");
        return report;
    }

    private static Invoice invoice(String status) {
        Invoice invoice = new Invoice().setStatus(InvoiceStatus.fromCode(status));
        invoice.setSubject(new Reference("Patient/P1")).setTotalGross(usd("120.50"));
        invoice.getAccount().getIdentifier().setValue("ACC-1");
        invoice.setId("I1");
        return invoice;
    }

    private static ChargeItem charge(String status) {
        ChargeItem item = new ChargeItem().setStatus(ChargeItemStatus.fromCode(status));
        item.setSubject(new Reference("Patient/P1")).setContext(new Reference("Encounter/E1"));
        item.setPriceOverride(usd("60.00")).addAccount(new Reference("Account/ACC-1"));
        item.setId("C1");
        return item;
    }

    private static Encounter visit(String status) {
        Encounter visit = new Encounter().setStatus(EncounterStatus.fromCode(status));
        visit.setClass_(new Coding().setCode("VR")).setSubject(new Reference("Patient/P1"));
        visit.addIdentifier(typed("VN", "V-9"));
        visit.addType().addCoding().setCode("448337001");
        visit.getPeriod().setStart(Date.from(ISSUED));
        visit.setId("E1");
        return visit;
    }

    private static Money usd(String value) {
        return new Money().setValue(new java.math.BigDecimal(value)).setCurrency("USD");
    }
}
