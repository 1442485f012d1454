package org.countersign.silent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import org.countersign.platform.Sensitive;
import org.jspecify.annotations.Nullable;

/**
 * Takes a phone that its operator sends back. It goes on at once, the same for all; what the operator has to say is asked
 * behind it, so that neither the answer nor its time tells anything.
 */
final class SilentReturn {

    private final SilentSettings settings;
    private final SilentStates states;
    private final Consumer<Returned> answers;

    /** @param answers asks the operator, and does not wait for it */
    SilentReturn(SilentSettings settings, SilentStates states, Consumer<Returned> answers) {
        this.settings = settings;
        this.states = states;
        this.answers = answers;
    }

    /** The parameters of OpenID Connect Core §3.1.2.5 and §3.1.2.6, as they came. */
    record Parameters(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /**
     * Takes what came back.
     *
     * @param browser what the browser has kept since it left
     * @return where it goes now: a configured URL; empty for the hub's own page
     */
    Optional<String> take(Parameters came, Optional<String> browser) {
        String sealed = text(came.state());
        Optional<SilentState> state = states.open(sealed);
        state.filter(SilentState::live)
                .ifPresent(live -> answers.accept(new Returned(
                        live,
                        Sensitive.of(sealed),
                        Optional.ofNullable(came.code())
                                .filter(code -> !code.isEmpty())
                                .map(Sensitive::of),
                        text(came.error()),
                        text(came.issuer()),
                        browser.filter(kept -> same(kept, states.browser(sealed)))
                                .isPresent())));
        return state.map(SilentState::returnTo).filter(settings.returnUrls()::contains);
    }

    private static String text(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
