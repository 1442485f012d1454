package org.countersign.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** NK1 as those who may stand for the patient (HL7 v2.5.1 §3.4.5). */
final class ProxyReader {

    /** Table 0131: employers, agencies and insurers are no persons. */
    private static final Set<String> ORGANIZATIONS = Set.of("E", "F", "I", "S");

    private final TelecomReader telecoms = new TelecomReader();

    List<Proxy> read(Hl7v2Message message, Site site) {
        return message.all("NK1")
                .filter(nk1 -> !isOrganization(nk1))
                .map(nk1 -> proxy(nk1, site))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isOrganization(Segment nk1) {
        return ORGANIZATIONS.contains(nk1.value(7))
                || (nk1.raw(2).isEmpty() && !nk1.raw(13).isEmpty());
    }

    /** The days of NK1-8 and 9 hold for each of its addresses. */
    private Optional<Proxy> proxy(Segment nk1, Site site) {
        Set<String> relationships = Stream.of(
                        nk1.first(3).component(1), nk1.first(3).component(4), nk1.value(7))
                .filter(code -> !code.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        List<Telecom> found = telecoms.readRelated(nk1, site).stream()
                .map(telecom -> telecom.within(
                        TelecomReader.moment(nk1.value(8), site.zone(), 0),
                        TelecomReader.moment(nk1.value(9), site.zone(), 1)))
                .toList();
        return relationships.isEmpty() || found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Proxy(relationships, found));
    }
}
