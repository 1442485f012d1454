package org.countersign.smart;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token allows, of what SMART App Launch 2.2 (Scopes and Launch Context) and 1.0 call system scopes. Others reach
 * nothing here; nor do those with a search behind a question mark, since that cannot be held.
 */
public final class Scopes {

    /** No scope at all. */
    public static final Scopes NONE = new Scopes(List.of());

    private static final Pattern SYSTEM = Pattern.compile("system/([A-Z][A-Za-z]*|\\*)\\.(c?r?u?d?s?|read|write|\\*)");

    private final List<Scope> scopes;

    private Scopes(List<Scope> scopes) {
        this.scopes = List.copyOf(scopes);
    }

    private record Scope(String type, String letters) {

        boolean permits(String wanted, int letter) {
            return (type.equals("*") || type.equals(wanted)) && letters.indexOf(letter) >= 0;
        }
    }

    /** @param text scopes with spaces between (RFC 6749 §3.3) */
    static Scopes parse(String text) {
        return new Scopes(Arrays.stream(text.split(" ", -1))
                .map(Scopes::scope)
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * Whether all of it is allowed.
     *
     * @param type of FHIR
     * @param letters of {@code cruds}: create, read, update, delete, search
     */
    public boolean permit(String type, String letters) {
        return letters.chars().allMatch(letter -> scopes.stream().anyMatch(scope -> scope.permits(type, letter)));
    }

    private static Optional<Scope> scope(String text) {
        Matcher parts = SYSTEM.matcher(text);
        return parts.matches() ? Optional.of(new Scope(parts.group(1), letters(parts.group(2)))) : Optional.empty();
    }

    /** What SMART 1.0 wrote, in letters: SMART 2.2, "Scopes for requesting FHIR Resources". */
    private static String letters(String permission) {
        return switch (permission) {
            case "read" -> "rs";
            case "write" -> "cud";
            case "*" -> "cruds";
            default -> permission;
        };
    }
}
