package org.countersign.archive;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.countersign.intake.MessageReplay;
import org.countersign.verification.Problem;
import org.countersign.verification.ProblemKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Messages that nothing came of: they failed, cannot be read, or took another's control id. */
@RestController
@RequestMapping(path = "/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLetterController {

    private static final List<String> DEAD = List.of("FAILED", "UNREADABLE", "CONFLICT");

    private final MessageSearchStore store;
    private final MessageReplay replay;

    DeadLetterController(MessageSearchStore store, MessageReplay replay) {
        this.store = store;
        this.replay = replay;
    }

    /** The newest first; those that a corrected message took the place of are left out. */
    @GetMapping
    MessageController.Listing list(
            @RequestParam(required = false) @Nullable String feed,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        MessageSearch search = new MessageSearch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEAD,
                ArchiveRequests.text("feed", feed),
                Optional.empty(),
                Optional.empty(),
                ArchiveRequests.cursor(cursor),
                true,
                ArchiveRequests.limit(limit));
        return MessageController.Listing.of(store.list(search), limit);
    }

    /** Lets a message be processed again as it is. Doing it twice changes nothing more. */
    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayResponses.Processed retry(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean outdated,
            HttpServletRequest request) {
        if (request.getContentLengthLong() > 0) {
            // it may be a correction, which must not be taken for a wish to try the old bytes again
            throw Problem.of(
                            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                            "Send no body, or a corrected message with Content-Type " + TryController.ER7 + ".")
                    .exception();
        }
        return ReplayResponses.answer(replay.retry(ArchiveRequests.id(id), wish(request, outdated)));
    }

    /** Takes the corrected message in the body as a new one, in the place of the dead letter, whose bytes stay. */
    @PostMapping(
            path = "/{id}/retry",
            consumes = {MediaType.TEXT_PLAIN_VALUE, TryController.ER7})
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayResponses.Processed correct(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean outdated,
            InputStream body,
            HttpServletRequest request)
            throws IOException {
        byte[] corrected = ArchiveRequests.message(body);
        return ReplayResponses.answer(replay.correct(ArchiveRequests.id(id), corrected, wish(request, outdated)));
    }

    private static MessageReplay.Wish wish(HttpServletRequest request, boolean outdated) {
        return new MessageReplay.Wish(ReplayResponses.caller(request), false, outdated);
    }
}
