package org.countersign.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.platform.Sensitive;

/** Picks the address for a transport, or tells why a person has none. */
final class TelecomChooser {

    /** Colleagues pick up a work phone and read a shared mailbox, so that it is last whatever its rank. */
    private static final Comparator<Telecom> BEST_FIRST = Comparator.<Telecom, Boolean>comparing(
                    telecom -> telecom.use() == Use.WORK)
            .thenComparingInt(telecom -> telecom.rank().orElse(Integer.MAX_VALUE))
            .thenComparingInt(telecom -> preference(telecom.use()));

    private TelecomChooser() {}

    /** The best address for {@code transport}; among equals the first in the message. */
    static Optional<Telecom> choose(Transport transport, List<Telecom> telecoms, Instant now) {
        return telecoms.stream()
                .filter(telecom -> flaw(telecom, now).isEmpty() && fits(transport, telecom))
                .sorted(BEST_FIRST)
                .findFirst();
    }

    /** Whether {@code address} is one that {@code transport} could still be sent to. */
    static boolean reaches(Transport transport, Sensitive<String> address, List<Telecom> telecoms, Instant now) {
        return telecoms.stream()
                .filter(telecom -> telecom.value().equals(address))
                .anyMatch(telecom -> flaw(telecom, now).isEmpty() && fits(transport, telecom));
    }

    /** Why none of {@code telecoms} can take any of the transports: {@code 2 telecoms: 1 fax, 1 emergency use}. */
    static String explain(List<Telecom> telecoms, Set<Transport> transports, Instant now) {
        if (telecoms.isEmpty()) {
            return "no telecoms";
        }
        Map<Flaw, Long> counts = telecoms.stream()
                .collect(Collectors.groupingBy(
                        telecom -> flaw(telecom, now).orElseGet(() -> misfit(telecom)),
                        () -> new EnumMap<>(Flaw.class),
                        Collectors.counting()));
        String reasons = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().words)
                .collect(Collectors.joining(", "));
        String wanted = counts.keySet().stream().anyMatch(Flaw::dependsOnTransport)
                ? " (wanted: "
                        + transports.stream().map(Transport::code).sorted().collect(Collectors.joining(", ")) + ")"
                : "";
        return telecoms.size() + (telecoms.size() == 1 ? " telecom: " : " telecoms: ") + reasons + wanted;
    }

    private enum Flaw {
        FAX("fax"),
        PAGER("pager"),
        OTHER_KIND("of another kind"),
        EMERGENCY("emergency use"),
        OLD("old"),
        OUT_OF_PERIOD("out of its period"),
        INVALID("invalid number"),
        PREMIUM("premium number"),
        EMAIL("e-mail"),
        LANDLINE("landline"),
        EXTENSION("number with an extension"),
        OTHER_NUMBER("other number");

        private final String words;

        Flaw(String words) {
            this.words = words;
        }

        /** Not wrong in itself, but for the transports wanted. */
        boolean dependsOnTransport() {
            return compareTo(EMAIL) >= 0;
        }
    }

    /** What bars {@code telecom} from every transport. */
    private static Optional<Flaw> flaw(Telecom telecom, Instant now) {
        Optional<Flaw> byKind = flawOfKind(telecom.kind());
        if (byKind.isPresent()) {
            return byKind;
        }
        if (telecom.use() == Use.EMERGENCY) {
            return Optional.of(Flaw.EMERGENCY);
        }
        if (telecom.use() == Use.OLD) {
            return Optional.of(Flaw.OLD);
        }
        if (!telecom.validAt(now)) {
            return Optional.of(Flaw.OUT_OF_PERIOD);
        }
        return telecom.line() == LineType.INVALID
                ? Optional.of(Flaw.INVALID)
                : telecom.line() == LineType.PREMIUM ? Optional.of(Flaw.PREMIUM) : Optional.empty();
    }

    private static Optional<Flaw> flawOfKind(Kind kind) {
        return switch (kind) {
            case PHONE, EMAIL -> Optional.empty();
            case FAX -> Optional.of(Flaw.FAX);
            case PAGER -> Optional.of(Flaw.PAGER);
            case OTHER -> Optional.of(Flaw.OTHER_KIND);
        };
    }

    private static Flaw misfit(Telecom telecom) {
        if (telecom.kind() == Kind.EMAIL) {
            return Flaw.EMAIL;
        }
        if (telecom.hasExtension()) {
            return Flaw.EXTENSION;
        }
        return telecom.line() == LineType.FIXED ? Flaw.LANDLINE : Flaw.OTHER_NUMBER;
    }

    /**
     * Whether a telecom without flaw can take {@code transport}: a landline, and what has an extension, only voice, a
     * mobile all but e-mail.
     */
    private static boolean fits(Transport transport, Telecom telecom) {
        return switch (transport) {
            case EMAIL -> telecom.kind() == Kind.EMAIL;
            case VOICE -> telecom.kind() == Kind.PHONE;
            case SMS, WHATSAPP, VIBER, TELEGRAM, RCS, SILENT ->
                telecom.kind() == Kind.PHONE && !telecom.hasExtension() && mobile(telecom);
        };
    }

    /** The sender's word counts too: a plan of numbers cannot tell mobiles in every country. */
    private static boolean mobile(Telecom telecom) {
        return telecom.line() == LineType.MOBILE
                || telecom.line() == LineType.FIXED_OR_MOBILE
                || telecom.use() == Use.MOBILE;
    }

    private static int preference(Use use) {
        return switch (use) {
            case MOBILE -> 0;
            case HOME -> 1;
            case UNKNOWN -> 2;
            case WORK -> 3;
            case EMERGENCY, OLD -> 4;
        };
    }
}
