package org.countersign.resource;

import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.Invoice.InvoiceStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * FHIR R4 Invoice; ChargeItem, as a charge of DFT^P03 with its number; and Account, as BAR^P01 with its number. Logical
 * ids of charges and accounts bear their type, since an invoice may have the same.
 */
final class BillReading {

    private static final String NO_AMOUNT = " without an amount asks for no challenge";
    private static final String NO_STATE = " in this state asks for no challenge";

    private BillReading() {}

    /** One that is balanced was paid without the code. */
    static Reading read(Invoice invoice) {
        if (Companions.isOf(invoice.getRecipient(), "Organization")) {
            return Reading.other("Invoice to an organization asks for no challenge");
        }
        String amount = Stream.of(invoice.getTotalGross(), invoice.getTotalNet())
                .map(Concepts::amount)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        ClinicalAct bill = new ClinicalAct.Bill(
                Identifiers.naming(invoice.getIdentifier(), "", "", invoice),
                Identifiers.of(invoice.getAccount()),
                "",
                amount);
        Optional<Reference> patient = Optional.of(invoice.getSubject());
        return switch (Optional.ofNullable(invoice.getStatus()).orElse(InvoiceStatus.NULL)) {
            case ISSUED -> charged(bill, amount, invoice, patient);
            case BALANCED -> new Reading(bill, Change.DONE, patient);
            case CANCELLED, ENTEREDINERROR -> new Reading(bill, Change.CANCELLED, patient);
            case DRAFT, NULL -> Reading.other("Invoice" + NO_STATE);
        };
    }

    /** What was billed goes on as an invoice. */
    static Reading read(ChargeItem item) {
        String amount = Concepts.amount(item.getPriceOverride());
        ClinicalAct bill = new ClinicalAct.Bill(
                Identifiers.naming(item.getIdentifier(), "", "ChargeItem-", item),
                item.getAccount().stream().map(Identifiers::of).findFirst().orElse(""),
                Identifiers.of(item.getContext()),
                amount);
        Optional<Reference> patient = Optional.of(item.getSubject());
        return switch (Optional.ofNullable(item.getStatus()).orElse(ChargeItemStatus.NULL)) {
            case BILLABLE -> charged(bill, amount, item, patient);
            case NOTBILLABLE, ABORTED, ENTEREDINERROR -> new Reading(bill, Change.CANCELLED, patient);
            case PLANNED, BILLED, UNKNOWN, NULL -> Reading.other("ChargeItem" + NO_STATE);
        };
    }

    /** Only that it was opened asks; HL7 v2 has no more of it, either. */
    static Reading read(Account account) {
        ClinicalAct bill = new ClinicalAct.Bill(
                "", Identifiers.naming(account.getIdentifier(), "AN", "Account-", account), "", "");
        Optional<Reference> patient = ResourceSubjects.patient(account);
        return switch (Optional.ofNullable(account.getStatus()).orElse(AccountStatus.NULL)) {
            case ACTIVE ->
                Versions.isFirst(account)
                        ? new Reading(bill, Change.NEW, patient)
                        : Reading.other("Account that was opened before asks for no challenge");
            case INACTIVE, ENTEREDINERROR -> new Reading(bill, Change.CANCELLED, patient);
            case ONHOLD, UNKNOWN, NULL -> Reading.other("Account" + NO_STATE);
        };
    }

    private static Reading charged(ClinicalAct bill, String amount, Resource resource, Optional<Reference> patient) {
        return amount.isEmpty()
                ? Reading.other(resource.fhirType() + NO_AMOUNT)
                : new Reading(bill, Versions.isFirst(resource) ? Change.NEW : Change.CHANGED, patient);
    }
}
