package org.countersign.silent;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.SilentTransitions;
import org.countersign.challenge.Transition;
import org.countersign.channel.ChannelHealth;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.smart.CodeGrant;

/**
 * What the operator says of a phone that came back; the bean {@code silentAnswers} of
 * {@code routes/receipts/silent-camara.camel.yaml}. Code and token live as long as the exchange and are written nowhere.
 */
public final class SilentAnswers {

    /** Exchange property: the phone that came back. */
    static final String RETURNED = "CountersignReturned";

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final Set<String> PASSING = Set.of("server_error", "temporarily_unavailable");

    private final SilentSettings settings;
    private final Operators operators;
    private final SilentStates states;
    private final CodeGrant grant;
    private final ChallengeArbiter arbiter;
    private final ChannelHealth health;
    private final Clock clock;

    SilentAnswers(
            SilentSettings settings,
            Operators operators,
            SilentStates states,
            CodeGrant grant,
            ChallengeArbiter arbiter,
            ChannelHealth health,
            Clock clock) {
        this.settings = settings;
        this.operators = operators;
        this.states = states;
        this.grant = grant;
        this.arbiter = arbiter;
        this.health = health;
        this.clock = clock;
    }

    /** Claims what came back, and puts up the number to be asked about (header To). Ends the route for what came before. */
    public void take(Exchange exchange) {
        SilentState state = returned(exchange).state();
        Instant now = clock.instant();
        Optional<Challenge> claimed = arbiter.decide(
                        state.challenge(),
                        now,
                        standing -> SilentTransitions.returned(standing, state.step(), SilentSettings.CHANNEL, now))
                .map(Transition::next);
        if (claimed.isEmpty()) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage()
                .setHeader(
                        "To", claimed.get().steps().get(state.step()).address().reveal());
    }

    /**
     * Gets the token for the code that came back: gives the properties Token (hidden: {@code {Token}} reveals it),
     * Operator and ApiRoot.
     *
     * @throws OperationalException when something else came back, or there is no token for it
     */
    public void redeem(Exchange exchange) {
        Returned returned = returned(exchange);
        Operator operator = operators
                .named(returned.state().operator())
                .orElseThrow(() -> refused("the operator is not configured any more"));
        Sensitive<String> code = checked(returned, operator);
        String sealed = returned.sealed().reveal();
        Optional<Sensitive<String>> verifier =
                operator.pkce() ? Optional.of(Sensitive.of(states.verifier(sealed))) : Optional.empty();
        exchange.setProperty("Operator", operator.name());
        exchange.setProperty("ApiRoot", operator.apiRoot());
        exchange.setProperty(
                "Token",
                grant.redeem(
                        operator.client(),
                        new CodeGrant.Code(code, settings.callback(), verifier, states.nonce(sealed))));
    }

    /**
     * Takes what the operator says (property Verified, {@code true} or {@code false}): the challenge is verified, unless
     * it ended meanwhile.
     *
     * @throws OperationalException when the phone has another number, or nothing was said
     */
    public void settle(Exchange exchange) {
        String verified = exchange.getProperty("Verified", "", String.class);
        switch (verified) {
            case "true" -> verify(returned(exchange).state());
            case "false" -> throw refused("the phone has another number");
            default ->
                throw new OperationalException(
                        ErrorCategory.UNAVAILABLE, "the operator did not say whether the phone has the number");
        }
        health.succeeded(SilentSettings.CHANNEL);
    }

    /** There is no proof (the exception caught says why): the next step of the plan is due at once. */
    public void fail(Exchange exchange) {
        SilentState state = returned(exchange).state();
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        // Of what is not the hub's own, which may quote the number, only its kind is told.
        OperationalException known = cause instanceof OperationalException ours
                ? ours
                : new OperationalException(
                        ErrorCategory.INTERNAL,
                        cause == null ? "failed" : cause.getClass().getSimpleName());
        Instant now = clock.instant();
        health.failed(SilentSettings.CHANNEL, known.category());
        arbiter.decide(
                state.challenge(),
                now,
                standing -> SilentTransitions.refused(
                        standing,
                        state.step(),
                        now,
                        known.category(),
                        SilentSettings.CHANNEL,
                        String.valueOf(known.getMessage())));
    }

    private void verify(SilentState state) {
        Instant now = clock.instant();
        String verifier = "silent:" + SilentSettings.CHANNEL;
        arbiter.decide(
                state.challenge(),
                now,
                standing -> SilentTransitions.verified(standing, state.step(), verifier, state.operator(), now));
    }

    private static Sensitive<String> checked(Returned returned, Operator operator) {
        if (!returned.sameBrowser()) {
            throw refused("another browser came back than the one that left");
        }
        boolean otherIssuer = operator.client()
                .issuer()
                .filter(issuer -> !returned.issuer().isEmpty() && !issuer.equals(returned.issuer()))
                .isPresent();
        if (otherIssuer) {
            throw refused("another issuer answered than the one that was asked");
        }
        if (!returned.error().isEmpty()) {
            String error = ERROR.matcher(returned.error()).matches() ? returned.error() : "an error of its own";
            throw new OperationalException(
                    PASSING.contains(error) ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                    "the operator answered " + error);
        }
        return returned.code().orElseThrow(() -> refused("neither a code nor an error came back"));
    }

    private static OperationalException refused(String why) {
        return new OperationalException(ErrorCategory.REFUSED, why);
    }

    private static Returned returned(Exchange exchange) {
        Returned returned = exchange.getProperty(RETURNED, Returned.class);
        if (returned == null) {
            throw new IllegalStateException("Only a phone that came back is answered");
        }
        return returned;
    }
}
