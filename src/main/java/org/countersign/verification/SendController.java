package org.countersign.verification;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import org.countersign.challenge.Challenge;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Further messages of a verification, by REST. */
@RestController
@RequestMapping(path = "/v1/verifications", produces = MediaType.APPLICATION_JSON_VALUE)
class SendController {

    private final SendAsker asker;
    private final VerificationViews views;
    private final Clock clock;

    SendController(SendAsker asker, VerificationViews views, Clock clock) {
        this.asker = asker;
        this.views = views;
        this.clock = clock;
    }

    /** Sends the same code again; by another way where the body says {@code {"transport": "voice"}}. */
    @PostMapping("/{id}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Verification resend(@PathVariable String id, InputStream body, HttpServletRequest request) throws IOException {
        return shown(asker.resend(RequestParts.id(id), RequestParts.transport(body), key(request), client(request)));
    }

    /** Sends the next step of the plan now, without waiting for the one before it. */
    @PostMapping("/{id}/next")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Verification next(@PathVariable String id, HttpServletRequest request) {
        return shown(asker.next(RequestParts.id(id), key(request), client(request)));
    }

    private Verification shown(Challenge challenge) {
        return views.show(challenge, clock.instant());
    }

    private static Optional<String> key(HttpServletRequest request) {
        return RequestParts.idempotencyKey(Collections.list(request.getHeaders(RequestParts.IDEMPOTENCY_KEY)));
    }

    private static String client(HttpServletRequest request) {
        return request.getUserPrincipal().getName();
    }
}
