package org.countersign.silent;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.Progress;
import org.countersign.challenge.SilentTransitions;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.Sensitive;

/**
 * Sends the phone that opened an address to its operator, by OpenID Connect's authorization code flow. The first opening
 * in the step counts. Each other one looks the same, and so does that of a decoy and of a number that has had its
 * messages: the phone goes to the operator and comes back, and nothing comes of it.
 *
 * @see <a href="https://github.com/camaraproject/IdentityAndConsentManagement">CAMARA Security and Interoperability
 *     Profile</a>
 */
final class SilentOpening {

    /** Exactly one purpose must stand in it, of the W3C's Data Privacy Vocabulary. */
    static final String SCOPE = "openid dpv:FraudPreventionAndDetection number-verification:verify";

    private static final Duration STEP = Duration.ofMillis(50);
    private static final int LONGEST_WAIT = 60;

    private final SilentSettings settings;
    private final Operators operators;
    private final SilentTickets tickets;
    private final SilentStates states;
    private final ChallengeStore challenges;
    private final ChallengeArbiter arbiter;
    private final Clock clock;

    SilentOpening(
            SilentSettings settings,
            Operators operators,
            SilentTickets tickets,
            SilentStates states,
            ChallengeStore challenges,
            ChallengeArbiter arbiter,
            Clock clock) {
        this.settings = settings;
        this.operators = operators;
        this.tickets = tickets;
        this.states = states;
        this.challenges = challenges;
        this.arbiter = arbiter;
        this.clock = clock;
    }

    /** Where a phone goes next. */
    sealed interface Way {

        /** @param browser what it keeps to be known again */
        record ToOperator(URI url, Sensitive<String> browser) implements Way {}

        record Back() implements Way {}
    }

    /**
     * Opens an address.
     *
     * @param address the phone's own, by which it is seen whose network it is on
     * @param returnTo where it goes in the end; one that is configured, or empty
     * @return empty when the hub did not make the ticket
     */
    Optional<Way> open(String ticket, String address, String returnTo) {
        return tickets.find(ticket).map(found -> {
            Challenge challenge = dispatched(found);
            return challenge.openAt(clock.instant()) ? way(challenge, address, returnTo) : new Way.Back();
        });
    }

    private Way way(Challenge challenge, String address, String returnTo) {
        OptionalInt step = SilentTransitions.step(challenge);
        Optional<Sensitive<String>> number = step.stream()
                .mapToObj(one -> challenge.steps().get(one).address())
                .findFirst();
        Optional<Operator> operator = operators.find(number, address);
        if (operator.isEmpty()) {
            step.ifPresent(one -> refuse(challenge, one));
            return new Way.Back();
        }
        boolean live = step.isPresent() && isFirst(challenge, step.getAsInt());
        String sealed = states.seal(new SilentState(
                challenge.id(), step.orElse(0), live, operator.get().name(), returnTo));
        return new Way.ToOperator(url(operator.get(), sealed), Sensitive.of(states.browser(sealed)));
    }

    private boolean isFirst(Challenge challenge, int step) {
        Instant now = clock.instant();
        return arbiter.decide(
                        challenge.id(),
                        now,
                        standing -> SilentTransitions.opened(standing, step, SilentSettings.CHANNEL, now))
                .isPresent();
    }

    private void refuse(Challenge challenge, int step) {
        Instant now = clock.instant();
        arbiter.decide(
                challenge.id(),
                now,
                standing -> SilentTransitions.refused(
                        standing,
                        step,
                        now,
                        ErrorCategory.REFUSED,
                        SilentSettings.CHANNEL,
                        "the phone is on no network of its operator"));
    }

    /** A page may be faster than the wake-up that offers the step. */
    private Challenge dispatched(Challenge found) {
        Challenge challenge = found;
        for (int i = 0; i < LONGEST_WAIT && isUnderway(challenge); i++) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return challenge;
            }
            challenge = challenges.find(found.id()).orElse(challenge);
        }
        return challenge;
    }

    private boolean isUnderway(Challenge challenge) {
        Instant now = clock.instant();
        return challenge.openAt(now)
                && (challenge.due().filter(due -> !due.at().isAfter(now)).isPresent()
                        || SilentTransitions.step(challenge).stream()
                                .anyMatch(step -> challenge.progress().get(step) == Progress.SENDING));
    }

    private URI url(Operator operator, String sealed) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", operator.client().id());
        query.put("redirect_uri", settings.callback().toString());
        query.put("scope", SCOPE);
        query.put("prompt", "none");
        query.put("state", sealed);
        query.put("nonce", states.nonce(sealed));
        if (operator.pkce()) {
            query.put("code_challenge", states.challenge(sealed));
            query.put("code_challenge_method", "S256");
        }
        String endpoint = operator.authorizationEndpoint().toString();
        return URI.create(endpoint
                + (endpoint.contains("?") ? "&" : "?")
                + query.entrySet().stream()
                        .map(part -> part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }
}
