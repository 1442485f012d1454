package org.countersign.audit;

import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.countersign.audit.AuditQuery.Thing;
import org.countersign.platform.Pseudonyms;
import org.jspecify.annotations.Nullable;

/** Reads the search parameters of AuditEvent (FHIR R4) as conditions on entries; an absent parameter is null. */
final class AuditSearchReader {

    private static final String ACTIONS = "http://hl7.org/fhir/audit-event-action";
    private static final String OUTCOMES = "http://hl7.org/fhir/audit-event-outcome";
    private static final String UUID_PREFIX = "urn:uuid:";

    private final Pseudonyms pseudonyms;

    AuditSearchReader(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** The kinds that have one of the types, one of the subtypes and one of the actions. */
    Set<AuditKind> kinds(
            @Nullable TokenOrListParam types, @Nullable TokenOrListParam subtypes, @Nullable TokenOrListParam actions) {
        Set<AuditKind> kinds = EnumSet.allOf(AuditKind.class);
        keep(
                kinds,
                types,
                (kind, token) -> is(
                        token, AuditCodes.DICOM, AuditEventGroup.of(kind).type().getCode()));
        keep(
                kinds,
                subtypes,
                (kind, token) -> is(token, AuditCodes.EVENTS, kind.code())
                        || (AuditEventGroup.discloses(kind) && is(token, AuditCodes.LIFECYCLE, "disclose")));
        keep(
                kinds,
                actions,
                (kind, token) -> is(token, ACTIONS, AuditEventGroup.of(kind).action()));
        return kinds;
    }

    Optional<Set<AuditOutcome>> outcomes(@Nullable TokenOrListParam outcomes) {
        return tokens(outcomes)
                .map(tokens -> Arrays.stream(AuditOutcome.values())
                        .filter(outcome -> tokens.stream().anyMatch(token -> is(token, OUTCOMES, outcome.code())))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(AuditOutcome.class))));
    }

    /** Pseudonyms of patients given as {@code system|value}. */
    Optional<List<String>> patients(@Nullable TokenOrListParam identifiers) {
        return tokens(identifiers)
                .map(tokens -> tokens.stream()
                        .map(token -> pseudonyms.patient(value(token), authority(token)))
                        .toList());
    }

    /** What entities are about, given as {@code system|value}. */
    Optional<List<Thing>> things(@Nullable TokenOrListParam identifiers) {
        return tokens(identifiers)
                .map(tokens ->
                        tokens.stream().flatMap(token -> thing(token).stream()).toList());
    }

    Optional<List<String>> values(@Nullable TokenOrListParam tokens) {
        return tokens(tokens)
                .map(list -> list.stream().map(AuditSearchReader::value).toList());
    }

    Optional<String> text(@Nullable StringParam text) {
        return Optional.ofNullable(text).map(StringParam::getValueNotNull);
    }

    Optional<UUID> id(@Nullable TokenParam id) {
        return Optional.ofNullable(id).map(token -> uuid(value(token)).orElse(new UUID(0, 0)));
    }

    /** Empty for a text that is no UUID. */
    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    private Optional<Thing> thing(TokenParam token) {
        String system = Optional.ofNullable(token.getSystem()).orElse("");
        String value = value(token);
        boolean isUuid = value.startsWith(UUID_PREFIX);
        if (system.equals(AuditCodes.URIS) || (system.isEmpty() && isUuid)) {
            return isUuid ? uuid(value.substring(UUID_PREFIX.length())).map(Thing.ByChallenge::new) : Optional.empty();
        }
        if (system.equals(AuditCodes.CONTROL_IDS)) {
            return Optional.of(new Thing.ByMessage(value));
        }
        String authority = authority(token);
        return Optional.of(new Thing.ByLocalId(pseudonyms.patient(value, authority), authority, value));
    }

    /** Without its system an identifier cannot be found, since what is searched is a keyed hash of both. */
    private static String authority(TokenParam token) {
        if (token.getSystem() == null) {
            throw new InvalidRequestException("Give an identifier with its system, as system|value, or as |value"
                    + " where the message named no authority");
        }
        try {
            return AuditCodes.authority(token.getSystem());
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException("The system of the identifier is not encoded as a URI");
        }
    }

    private static void keep(Set<AuditKind> kinds, @Nullable TokenOrListParam given, Match match) {
        tokens(given).ifPresent(tokens -> {
            Predicate<AuditKind> matches = kind -> tokens.stream().anyMatch(token -> match.is(kind, token));
            kinds.removeIf(matches.negate());
        });
    }

    private static Optional<List<TokenParam>> tokens(@Nullable TokenOrListParam given) {
        return Optional.ofNullable(given).map(TokenOrListParam::getValuesAsQueryTokens);
    }

    private static boolean is(TokenParam token, String system, String code) {
        return value(token).equals(code)
                && (token.getSystem() == null || token.getSystem().equals(system));
    }

    private static String value(TokenParam token) {
        return Optional.ofNullable(token.getValue()).orElse("");
    }

    private interface Match {
        boolean is(AuditKind kind, TokenParam token);
    }
}
