package org.countersign.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.Optional;
import org.countersign.intake.ReplayAnswer;
import org.countersign.verification.Problem;
import org.countersign.verification.Problem.Where;
import org.countersign.verification.ProblemException;
import org.countersign.verification.ProblemKind;

/** What a wish to process a message again is read from, and how it is answered. */
final class ReplayResponses {

    private static final int BODY_MAX = 1024;
    private static final String SEND_AGAIN = "sendAgain";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReplayResponses() {}

    /**
     * The answer.
     *
     * @param state done or waiting
     * @param decision what it led to; empty while it waits
     */
    record Processed(long id, String state, String decision) {}

    static Processed answer(ReplayAnswer answer) {
        return switch (answer) {
            case ReplayAnswer.Done done -> new Processed(done.id(), "done", done.decision());
            case ReplayAnswer.Waits waits -> new Processed(waits.id(), "waiting", "");
            case ReplayAnswer.Unknown unknown -> throw ArchiveRequests.unknown();
            case ReplayAnswer.Dropped gone -> throw dropped();
            case ReplayAnswer.Refused refused ->
                throw Problem.of(ProblemKind.CONFLICT, refused.why()).exception();
            case ReplayAnswer.Outdated outdated ->
                throw Problem.of(
                                ProblemKind.CONFLICT,
                                "Message " + outdated.later() + " came later and is about the same act;"
                                        + " with ?outdated=true this one is processed all the same.")
                        .exception();
        };
    }

    static ProblemException dropped() {
        return Problem.of(ProblemKind.GONE, "The bytes of the message were dropped by retention.")
                .exception();
    }

    /** By which key the caller came. */
    static String caller(HttpServletRequest request) {
        return Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .orElse("portal:api");
    }

    /** The member of that name of a body that may be left out. */
    static boolean sendAgain(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BODY_MAX + 1);
        if (bytes.length > BODY_MAX) {
            throw Problem.of(ProblemKind.TOO_LARGE, "A body may have " + BODY_MAX + " bytes.")
                    .exception();
        }
        if (bytes.length == 0) {
            return false;
        }
        JsonNode object = object(bytes);
        JsonNode value = object.path(SEND_AGAIN);
        boolean understood = object.isEmpty() || (object.size() == 1 && value.isBoolean());
        if (!understood) {
            throw ArchiveRequests.invalid(
                    Where.pointer("#/" + SEND_AGAIN), "The body may have one member, sendAgain, true or false.");
        }
        return value.asBoolean(false);
    }

    private static JsonNode object(byte[] bytes) throws IOException {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // answered like any other body that is no object
        }
        throw ArchiveRequests.invalid(Where.pointer("#"), "The body must be a JSON object.");
    }
}
