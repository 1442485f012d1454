package org.countersign.verification;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Collections;
import org.countersign.challenge.Challenge;
import org.countersign.verification.Problem.Where;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starts verifications, by REST. */
@RestController
class VerificationStartController {

    private static final String PATH = "/v1/verifications";

    private final RequestGuard guard;
    private final AskedCodeReader reader;
    private final VerificationStarter starter;
    private final VerificationViews views;

    VerificationStartController(
            RequestGuard guard, AskedCodeReader reader, VerificationStarter starter, VerificationViews views) {
        this.guard = guard;
        this.reader = reader;
        this.starter = starter;
        this.views = views;
    }

    /**
     * Sends a code to somebody. The answer is the same whoever that is, and whether anything is sent; a repeat with the
     * same key gets the first answer again. Without a key a client that heard no answer would have to send a second
     * message to be sure of one.
     */
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Verification> start(InputStream body, HttpServletRequest request) throws IOException {
        String client = request.getUserPrincipal().getName();
        guard.admitClient(client);
        String key = RequestParts.idempotencyKey(Collections.list(request.getHeaders(RequestParts.IDEMPOTENCY_KEY)))
                .orElseThrow(() -> Problem.invalid(Where.header(RequestParts.IDEMPOTENCY_KEY), "The header is missing.")
                        .exception());
        Challenge started = starter.start(reader.read(body), key, client);
        return ResponseEntity.accepted()
                .location(URI.create(PATH + "/" + started.id()))
                .body(views.started(started));
    }
}
