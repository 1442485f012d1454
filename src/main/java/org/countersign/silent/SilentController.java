package org.countersign.silent;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.countersign.silent.SilentOpening.Way;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The addresses that phones come to, without any key. */
@Controller
class SilentController {

    static final String PATH = "/silent/";

    private static final String DONE = PATH + "done";
    private static final String COOKIE = "countersign-silent";

    /** A challenge lives no longer. */
    private static final Duration COOKIE_LIFE = Duration.ofMinutes(10);

    private final SilentSettings settings;
    private final SilentOpening opening;
    private final SilentReturn back;

    SilentController(SilentSettings settings, SilentOpening opening, SilentReturn back) {
        this.settings = settings;
        this.opening = opening;
        this.back = back;
    }

    /** Sends the phone to its operator. A look in advance opens nothing: the first opening is the one that counts. */
    @GetMapping(PATH + "{ticket}")
    ResponseEntity<Void> open(
            @PathVariable String ticket,
            @RequestParam(name = "return", defaultValue = "") String returnTo,
            HttpServletRequest request) {
        admit(request);
        refuse(!isFromPortal(request), HttpStatus.FORBIDDEN);
        refuse(!returnTo.isEmpty() && !settings.returnUrls().contains(returnTo), HttpStatus.BAD_REQUEST);
        Way way = opening.open(ticket, request.getRemoteAddr(), returnTo)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return switch (way) {
            case Way.Back ignored -> onward(Optional.of(returnTo).filter(url -> !url.isEmpty()));
            case Way.ToOperator go ->
                ResponseEntity.status(HttpStatus.FOUND)
                        .location(go.url())
                        .header(
                                HttpHeaders.SET_COOKIE,
                                cookie(go.browser().reveal(), COOKIE_LIFE).toString())
                        .build();
        };
    }

    /** Takes the phone that its operator sends back. */
    @GetMapping(PATH + "callback")
    ResponseEntity<Void> back(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            @CookieValue(name = COOKIE, required = false) @Nullable String browser,
            HttpServletRequest request) {
        admit(request);
        var came = new SilentReturn.Parameters(state, code, error, iss);
        return onward(back.take(came, Optional.ofNullable(browser)));
    }

    /** The same for everybody. */
    @GetMapping(PATH + "done")
    String done() {
        return "silent";
    }

    /** Away from an address that holds a code, which history and the next page need not see. */
    private ResponseEntity<Void> onward(Optional<String> url) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(url.orElse(settings.publicUrl() + DONE)))
                .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO).toString())
                .build();
    }

    private ResponseCookie cookie(String value, Duration life) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(settings.isSecure())
                .path(settings.path() + PATH)
                // The operator's answer comes from another site.
                .sameSite("Lax")
                .maxAge(life)
                .build();
    }

    /** Whoever is sent the address by somebody else comes from another page, or from none. */
    private boolean isFromPortal(HttpServletRequest request) {
        return settings.portals().isEmpty()
                || origin(request.getHeader(HttpHeaders.REFERER))
                        .filter(settings.portals()::contains)
                        .isPresent();
    }

    private static Optional<String> origin(@Nullable String referer) {
        try {
            URI uri = new URI(referer == null ? "" : referer);
            return Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Programs that see whether a link is good ask by HEAD, which Spring serves as GET; browsers may fetch in advance. */
    private void admit(HttpServletRequest request) {
        refuse(!settings.isConfigured(), HttpStatus.NOT_FOUND);
        refuse(!"GET".equals(request.getMethod()), HttpStatus.METHOD_NOT_ALLOWED);
        String purpose = request.getHeader("Sec-Purpose");
        refuse(purpose != null && purpose.contains("prefetch"), HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static void refuse(boolean wrong, HttpStatus status) {
        if (wrong) {
            throw new ResponseStatusException(status);
        }
    }
}
