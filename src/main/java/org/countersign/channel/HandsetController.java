package org.countersign.channel;

import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;

/** Shows the simulated phone; where there is none, nothing is found. */
@Controller
class HandsetController {

    private final Handset handset;

    HandsetController(Handset handset) {
        this.handset = handset;
    }

    /** The page. */
    @GetMapping("/handset")
    String page(Model model) {
        model.addAttribute("messages", shown());
        return "handset";
    }

    /** The part of the page that htmx asks for again and again. */
    @GetMapping("/handset/messages")
    String fragment(Model model) {
        model.addAttribute("messages", shown());
        return "handset :: messages";
    }

    /** The same for programs, newest first. */
    @GetMapping("/v1/handset/messages")
    ResponseEntity<List<ShownMessage>> messages() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(shown());
    }

    private List<ShownMessage> shown() {
        if (!handset.isOn()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return handset.messages().stream().map(ShownMessage::of).toList();
    }

    /** A message in the open. */
    record ShownMessage(Instant at, String transport, String to, String locale, String text) {

        static ShownMessage of(HandsetMessage message) {
            return new ShownMessage(
                    message.at(),
                    message.transport(),
                    message.to().reveal(),
                    message.locale(),
                    message.text().reveal());
        }

        /** Hides what the record holds: frameworks log the values that they render. */
        @Override
        public String toString() {
            return "ShownMessage[" + at + "]";
        }
    }
}
