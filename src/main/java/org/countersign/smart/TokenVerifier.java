package org.countersign.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the access tokens that callers of {@code /fhir} bear: JWTs (RFC 9068) of the issuers that are configured. */
public final class TokenVerifier {

    /** RFC 9068 §2.2; the others are what servers wrote before. */
    private static final List<String> CLIENT = List.of("client_id", "azp", "sub");

    private static final List<String> SCOPE = List.of("scope", "scp");
    private static final Pattern NAME = Pattern.compile("[!-~]{1,190}");

    private final Map<String, Issuer> issuers = new LinkedHashMap<>();
    private final Optional<String> tokenEndpoint;

    TokenVerifier(Map<String, SmartProperties.Issuer> settings, Clock clock) {
        settings.values().forEach(one -> issuers.put(one.url(), new Issuer(one, clock)));
        this.tokenEndpoint = settings.values().stream()
                .map(SmartProperties.Issuer::tokenEndpoint)
                .findFirst();
    }

    /** Whether there is any issuer: without one no token is taken. */
    public boolean isConfigured() {
        return !issuers.isEmpty();
    }

    /** Where clients get tokens from the first of the issuers. */
    public Optional<String> tokenEndpoint() {
        return tokenEndpoint;
    }

    /** Checks signature, issuer, audience and times. Never throws for what a token is like. */
    public Verdict verify(String token) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            Issuer issuer = issuers.get(String.valueOf(signed.getJWTClaimsSet().getIssuer()));
            return issuer == null
                    ? new Verdict.Refused("The issuer of the token is not known here")
                    : granted(issuer.open(signed));
        } catch (ParseException e) {
            return new Verdict.Refused("The token is no signed JWT");
        } catch (BadJOSEException e) {
            return new Verdict.Refused(String.valueOf(e.getMessage()));
        } catch (JOSEException e) {
            return new Verdict.Unknown("The keys of the token's issuer cannot be had now");
        }
    }

    private static Verdict granted(JWTClaimsSet claims) {
        Optional<String> client = CLIENT.stream()
                .map(claims::getClaim)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .filter(name -> NAME.matcher(name).matches());
        if (client.isEmpty()) {
            return new Verdict.Refused("The token names no client");
        }
        String scopes =
                SCOPE.stream().flatMap(name -> texts(claims.getClaim(name))).collect(Collectors.joining(" "));
        return new Verdict.Granted(client.get(), Scopes.parse(scopes));
    }

    /** A text, or, as some servers write it, a list of them. */
    private static Stream<String> texts(@Nullable Object claim) {
        return claim instanceof List<?> list
                ? list.stream().map(String::valueOf)
                : Stream.ofNullable(claim).map(String::valueOf);
    }
}
