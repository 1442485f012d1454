package org.countersign.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.event.ContactConsent.Medium;

/** What a message says of being written to: PD1-11, and CON (HL7 v2.5.1 §3.4.10 and chapter 9). */
final class ConsentReader {

    /** "No calls" of the code set that immunization registries use in PD1-11. */
    private static final Set<String> NO_CALLS = Set.of("03", "05", "07");

    /** Table 0498: refused, and rescinded after it was granted. */
    private static final Set<String> REFUSED = Set.of("R", "X");

    private static final String GRANTED = "A";

    private final ConsentCodes codes;

    ConsentReader(ConsentCodes codes) {
        this.codes = codes;
    }

    List<ContactConsent> read(Hl7v2Message message, Site site) {
        return Stream.concat(
                        message.first("PD1").stream().flatMap(ConsentReader::publicity),
                        message.all("CON").flatMap(con -> consents(con, site)))
                .toList();
    }

    /** Any other code takes it back, but for those that want nothing at all; an empty field says nothing. */
    private static Stream<ContactConsent> publicity(Segment pd1) {
        return pd1.raw(11).isEmpty() || PersonReader.NO_PUBLICITY.contains(pd1.value(11))
                ? Stream.empty()
                : Stream.of(
                        new ContactConsent("PD1-11", Medium.CALL, NO_CALLS.contains(pd1.value(11)), Optional.empty()));
    }

    /** One that is pending, bypassed or limited neither refuses nor grants. */
    private Stream<ContactConsent> consents(Segment con, Site site) {
        String status = con.value(11);
        if (!REFUSED.contains(status) && !status.equals(GRANTED)) {
            return Stream.empty();
        }
        Optional<Instant> until = Hl7Times.instant(con.value(15), site.zone());
        return Stream.of(con.first(2).component(1), con.first(2).component(4))
                .distinct()
                .flatMap(code -> codes.media(code).stream()
                        .map(medium -> new ContactConsent("CON/" + code, medium, REFUSED.contains(status), until)));
    }
}
