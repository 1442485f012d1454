package org.countersign.verification;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.challenge.Challenge;
import org.countersign.challenge.ChallengeArbiter;
import org.countersign.challenge.ChallengeState;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.ChallengeTransitions;
import org.countersign.challenge.CheckAnswer;
import org.countersign.challenge.CodeVerifier;
import org.countersign.challenge.Transition;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Verifications, by REST. */
@RestController
@RequestMapping(path = "/v1/verifications", produces = MediaType.APPLICATION_JSON_VALUE)
class VerificationController {

    private static final String VERIFIER = "portal:api";
    private static final int LIST_MAX = 100;

    private final ChallengeStore store;
    private final ChallengeArbiter arbiter;
    private final CodeVerifier verifier;
    private final VerificationViews views;
    private final Clock clock;

    VerificationController(
            ChallengeStore store,
            ChallengeArbiter arbiter,
            CodeVerifier verifier,
            VerificationViews views,
            Clock clock) {
        this.store = store;
        this.arbiter = arbiter;
        this.verifier = verifier;
        this.views = views;
        this.clock = clock;
    }

    /** The whole answer to a check. */
    record Check(boolean verified) {}

    /** Verifications, the newest first. */
    record Listing(List<Verification> verifications) {}

    /**
     * Checks a code. Unknown, closed and wrong get one answer, after one commit each; a code that no challenge can have
     * is refused as malformed and costs no try.
     */
    @PostMapping(path = "/{id}/check", consumes = MediaType.APPLICATION_JSON_VALUE)
    Check check(@PathVariable String id, InputStream body, HttpServletRequest request) throws IOException {
        UUID challenge = RequestParts.id(id);
        Optional<String> key =
                RequestParts.idempotencyKey(Collections.list(request.getHeaders(RequestParts.IDEMPOTENCY_KEY)));
        CheckAnswer answer = verifier.check(challenge, RequestParts.code(body), key, VERIFIER);
        return new Check(answer == CheckAnswer.VERIFIED);
    }

    @GetMapping("/{id}")
    Verification show(@PathVariable String id) {
        return views.show(get(RequestParts.id(id)), clock.instant());
    }

    @GetMapping
    Listing list(@RequestParam String act, @RequestParam(defaultValue = "20") int limit) {
        Instant now = clock.instant();
        return new Listing(store.listByAct(RequestParts.act(act), RequestParts.limit(limit, LIST_MAX)).stream()
                .map(challenge -> views.show(challenge, now))
                .toList());
    }

    /** Withdraws a verification. Doing it again changes nothing and is no error. */
    @PostMapping(path = "/{id}/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    Verification cancel(@PathVariable String id, InputStream body) throws IOException {
        UUID challenge = RequestParts.id(id);
        String reason = RequestParts.reason(body);
        Instant now = clock.instant();
        Challenge after = arbiter.decide(challenge, now, standing -> cancelOrExpire(standing, reason, now))
                .map(Transition::next)
                .orElseGet(() -> get(challenge));
        if (after.state() != ChallengeState.CANCELLED) {
            throw closed(after, now);
        }
        return views.show(after, now);
    }

    private static Optional<Transition> cancelOrExpire(Challenge standing, String reason, Instant now) {
        Optional<Transition> expired = ChallengeTransitions.expire(standing, now);
        return expired.isPresent() ? expired : ChallengeTransitions.cancel(standing, reason, now);
    }

    private Challenge get(UUID id) {
        return store.find(id).orElseThrow(() -> unknown().exception());
    }

    static Problem unknown() {
        return Problem.of(ProblemKind.NOT_FOUND, "There is no verification with this id.");
    }

    static ProblemException closed(Challenge standing, Instant now) {
        String state = Verification.code(Verification.stateAt(standing, now));
        return Problem.of(ProblemKind.CLOSED, "The verification is " + state + ".")
                .exception();
    }
}
