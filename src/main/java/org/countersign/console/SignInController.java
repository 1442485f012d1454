package org.countersign.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page to sign in; the form itself goes to Spring Security. */
@Controller
class SignInController {

    static final String SIGN_IN = "/sign-in";
    static final String LATER = "/sign-in/later";

    @GetMapping("/")
    String root() {
        return "redirect:/refills";
    }

    /** @param why wrong, out or again */
    @GetMapping(SIGN_IN)
    String signIn(@RequestParam(defaultValue = "") String why, Model model) {
        model.addAttribute("why", why);
        return "sign-in";
    }

    /** What the throttle forwards to. */
    @RequestMapping(LATER)
    String later(Model model) {
        model.addAttribute("why", "later");
        return "sign-in";
    }
}
