package org.countersign.archive;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.countersign.intake.MessageReplay;
import org.countersign.platform.Pseudonyms;
import org.countersign.verification.Problem;
import org.countersign.verification.Problem.Where;
import org.countersign.verification.ProblemKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stored messages, by REST. */
@RestController
@RequestMapping(path = "/v1/messages", produces = MediaType.APPLICATION_JSON_VALUE)
class MessageController {

    private final MessageSearchStore store;
    private final MessageViewer viewer;
    private final MessageReplay replay;
    private final Pseudonyms pseudonyms;

    MessageController(MessageSearchStore store, MessageViewer viewer, MessageReplay replay, Pseudonyms pseudonyms) {
        this.store = store;
        this.viewer = viewer;
        this.replay = replay;
        this.pseudonyms = pseudonyms;
    }

    /**
     * Messages, the newest first.
     *
     * @param next cursor of what follows; null when nothing does
     */
    record Listing(List<StoredMessage> messages, @Nullable String next) {

        static Listing of(List<StoredMessage> messages, int limit) {
            boolean full = messages.size() == limit;
            return new Listing(messages, full ? Long.toString(messages.getLast().id()) : null);
        }
    }

    /** A message with its segments. */
    record View(StoredMessage message, boolean unmasked, List<MessageMask.Segment> segments) {}

    @GetMapping
    Listing list(
            @RequestParam(required = false) @Nullable String controlId,
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String feed,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        MessageSearch search = new MessageSearch(
                ArchiveRequests.text("controlId", controlId),
                ArchiveRequests.patientKey(patient, pseudonyms),
                ArchiveRequests.text("type", type),
                ArchiveRequests.states(state),
                ArchiveRequests.text("feed", feed),
                ArchiveRequests.time("from", from),
                ArchiveRequests.time("to", to),
                ArchiveRequests.cursor(cursor),
                false,
                ArchiveRequests.limit(limit));
        return Listing.of(store.list(search), limit);
    }

    /** Each look is an entry in the trail, and so no GET of it may be answered from a cache. */
    @GetMapping("/{id}")
    View view(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean unmasked,
            @RequestHeader(name = ArchiveRequests.REASON, required = false) @Nullable String reason,
            HttpServletRequest request) {
        long number = ArchiveRequests.id(id);
        if (unmasked && !request.isUserInRole("UNMASK")) {
            throw Problem.of(
                            ProblemKind.FORBIDDEN,
                            "Only the key of countersign.api.unmask-key shows messages unmasked.")
                    .exception();
        }
        var look = new MessageViewer.Look(ReplayResponses.caller(request), unmasked, ArchiveRequests.reason(reason));
        if (unmasked && look.reason().isEmpty()) {
            throw ArchiveRequests.invalid(Where.header(ArchiveRequests.REASON), "Say why in the header X-Reason.");
        }
        StoredMessage message = store.find(number).orElseThrow(ArchiveRequests::unknown);
        return viewer.view(number, look)
                .map(segments -> new View(message, unmasked, segments))
                .orElseThrow(ReplayResponses::dropped);
    }

    /** Processes a message again. An act that stands as it is gets no second code, unless the body asks for one. */
    @PostMapping(path = "/{id}/replay")
    ReplayResponses.Processed replay(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean outdated,
            InputStream body,
            HttpServletRequest request)
            throws IOException {
        boolean sendAgain = ReplayResponses.sendAgain(body);
        var wish = new MessageReplay.Wish(ReplayResponses.caller(request), sendAgain, outdated);
        return ReplayResponses.answer(replay.replay(ArchiveRequests.id(id), wish));
    }
}
