package org.countersign.resource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.event.ClinicalAct;
import org.countersign.event.ClinicalEvent.Change;
import org.countersign.event.ConsentCodes;
import org.countersign.event.ContactConsent;
import org.countersign.event.Site;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;

/** FHIR R4 Consent, where it is about being written to: by its category, or by a code of its provision. */
final class ConsentReading {

    private final ConsentCodes codes;

    ConsentReading(ConsentCodes codes) {
        this.codes = codes;
    }

    Reading read(Consent consent, Site site) {
        String source = "Consent/" + consent.getIdElement().getIdPart();
        boolean refused = isRefused(consent);
        Optional<Instant> until =
                ContactPoints.moment(consent.getProvision().getPeriod().getEndElement(), site.zone(), 1);
        List<ContactConsent> consents = Stream.concat(
                        consent.getCategory().stream(), consent.getProvision().getCode().stream())
                .map(CodeableConcept::getCoding)
                .flatMap(List::stream)
                .map(Coding::getCode)
                .flatMap(code -> codes.media(String.valueOf(code)).stream())
                .distinct()
                .map(medium -> new ContactConsent(source, medium, refused, until))
                .toList();
        return consents.isEmpty()
                ? Reading.other("The Consent is not about being written to")
                : new Reading(
                        new ClinicalAct.Other(
                                refused ? "A Consent refuses to be written to" : "A Consent allows to be written to"),
                        Change.NONE,
                        Optional.of(consent.getPatient()),
                        consents);
    }

    /** One that was rejected was not given; one that is no longer in force says nothing any more. */
    private static boolean isRefused(Consent consent) {
        boolean denies = consent.getStatus() == ConsentState.ACTIVE
                && consent.getProvision().getType() == ConsentProvisionType.DENY;
        return denies || consent.getStatus() == ConsentState.REJECTED;
    }
}
