package org.countersign.console;

import java.security.Principal;
import java.util.UUID;
import org.countersign.platform.Sensitive;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of the refills that wait for a code. Works without scripts, better with them. */
@Controller
@RequestMapping("/refills")
class RefillsController {

    private final RefillBoard board;
    private final RefillCheck check;
    private final RefillNext next;

    RefillsController(RefillBoard board, RefillCheck check, RefillNext next) {
        this.board = board;
        this.check = check;
        this.next = next;
    }

    @ModelAttribute("keys")
    FormKeys keys() {
        return new FormKeys();
    }

    @ModelAttribute("user")
    String user(Principal user) {
        return user.getName();
    }

    @GetMapping
    String page(Model model) {
        model.addAttribute("cards", board.list());
        return "refills";
    }

    /** The list alone; forms that are on the page already stay as they are, with what is typed into them. */
    @GetMapping("/list")
    String list(Model model) {
        model.addAttribute("cards", board.list());
        return "refill :: list(keep=true)";
    }

    /** Checks a code; answers with the refill's card, to htmx, or the whole page. */
    @PostMapping("/{id}/check")
    String check(
            @PathVariable UUID id,
            @RequestParam String code,
            @RequestParam UUID key,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean fragment,
            Principal user,
            Model model) {
        RefillCheck.Result result = check.check(id, Sensitive.of(code), key.toString(), user.getName());
        model.addAttribute("checked", id);
        model.addAttribute("result", result);
        if (!fragment) {
            return page(model);
        }
        result.after().ifPresent(after -> model.addAttribute("card", board.card(after)));
        return "refill :: answer";
    }

    /** Sends the next step now; answers with the refill's card, to htmx, or the whole page. */
    @PostMapping("/{id}/next")
    String next(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean fragment,
            Principal user,
            Model model) {
        model.addAttribute("asked", id);
        model.addAttribute("told", next.send(id, user.getName()));
        if (!fragment) {
            return page(model);
        }
        board.find(id).ifPresent(after -> model.addAttribute("card", board.card(after)));
        return "refill :: sent";
    }

    /** Makes the keys by which a form that is sent twice counts once. */
    static final class FormKeys {

        public UUID next() {
            return UUID.randomUUID();
        }
    }
}
