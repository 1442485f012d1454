package org.countersign.event;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.platform.Sensitive;

/** PID as the person that is to be challenged (HL7 v2.5.1 §3.4.2). */
final class PersonReader {

    /** ISO 639-2 codes that differ from those the JDK knows. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"),
            // No bibliographic ones, but languages of three letters alone that the hub has words in.
            Map.entry("fil", "fil"),
            Map.entry("yue", "yue"),
            Map.entry("cmn", "zh"));

    /** PD1-11 of those who want to be told nothing: table 0215, and the code set of immunization registries. */
    static final Set<String> NO_PUBLICITY = Set.of("N", "01");

    /** How sites fill PV1-16 for those who are none. */
    private static final Set<String> NO = Set.of("N", "NO", "0", "F", "FALSE");

    private static final Map<String, String> LANGUAGES = Stream.of(Locale.getISOLanguages())
            .collect(Collectors.toMap(
                    code -> Locale.of(code).getISO3Language(), code -> code, (first, second) -> first));

    private final TelecomReader telecoms = new TelecomReader();
    private final ProxyReader proxies = new ProxyReader();
    private final ConsentReader consents;

    PersonReader(ConsentCodes codes) {
        this.consents = new ConsentReader(codes);
    }

    /** The patient; empty when no identifier is given, since nothing could be kept in order or audited without one. */
    Optional<Person> read(Segment pid, Hl7v2Message message, Site site) {
        List<Person.Identifier> identifiers = identifiers(pid);
        if (identifiers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Person(
                identifiers,
                Sensitive.of(name(pid.first(5))),
                Hl7Times.date(pid.value(7)).map(Sensitive::of),
                language(pid.first(15)),
                pid.value(30).equals("Y") || !pid.value(29).isEmpty(),
                !message.first("MSH").filter(PersonReader::deletes).isPresent(),
                telecoms.read(pid, site),
                !pid.raw(13).isEmpty() || !pid.raw(40).isEmpty(),
                restrictions(message),
                consents.read(message, site),
                proxies.read(message, site)));
    }

    /** ADT^A29 deletes the person's record; no field of v2 says that one is inactive. */
    private static boolean deletes(Segment msh) {
        return msh.value(9).equals("ADT") && msh.first(9).component(2).equals("A29");
    }

    private static Set<Person.Restriction> restrictions(Hl7v2Message message) {
        Set<Person.Restriction> found = EnumSet.noneOf(Person.Restriction.class);
        message.first("PD1").ifPresent(pd1 -> {
            if (NO_PUBLICITY.contains(pd1.value(11))) {
                found.add(Person.Restriction.PUBLICITY);
            }
            if (pd1.value(12).equals("Y")) {
                found.add(Person.Restriction.PROTECTED);
            }
        });
        String vip = message.first("PV1").map(pv1 -> pv1.value(16)).orElse("");
        if (!vip.isEmpty() && !NO.contains(vip.toUpperCase(Locale.ROOT))) {
            found.add(Person.Restriction.VIP);
        }
        return found;
    }

    /** PID-3; where that is empty PID-2 and PID-4, which held identifiers before v2.3. */
    private static List<Person.Identifier> identifiers(Segment pid) {
        List<Person.Identifier> identifiers = new ArrayList<>(identifiers(pid, 3));
        if (identifiers.isEmpty()) {
            identifiers.addAll(identifiers(pid, 2));
            identifiers.addAll(identifiers(pid, 4));
        }
        return identifiers;
    }

    /** The identifiers (CX) of one field, those without a value left out. */
    static List<Person.Identifier> identifiers(Segment pid, int field) {
        return pid.repetitions(field).stream()
                .filter(cx -> !cx.component(1).isEmpty())
                .map(cx -> new Person.Identifier(Sensitive.of(cx.component(1)), cx.whole(4), cx.component(5)))
                .toList();
    }

    private static String name(Segment.Repetition xpn) {
        return (xpn.component(2) + " " + xpn.component(1)).strip();
    }

    /** A BCP 47 tag or an ISO 639 code of two or three letters; words are not understood. */
    private static Optional<Locale> language(Segment.Repetition cwe) {
        String code = cwe.component(1).replace('_', '-');
        String primary = code.split("-", 2)[0].toLowerCase(Locale.ROOT);
        if (primary.length() == 3) {
            String shorter = BIBLIOGRAPHIC.getOrDefault(primary, LANGUAGES.get(primary));
            return Optional.ofNullable(shorter).map(tag -> Locale.forLanguageTag(tag + code.substring(3)));
        }
        return primary.length() == 2 && LANGUAGES.containsValue(primary)
                ? Optional.of(Locale.forLanguageTag(code))
                : Optional.empty();
    }
}
