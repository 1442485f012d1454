package org.countersign.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Sends whoever is not, or no longer, signed in to the page for it. A request by htmx is told so in the header that it
 * follows, since a redirect would put that page into the middle of this one.
 */
final class PageDenials implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String AGAIN = SignInController.SIGN_IN + "?why=again";

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (isFragment(request)) {
            leave(response, HttpStatus.UNAUTHORIZED);
        } else {
            response.sendRedirect(request.getContextPath() + SignInController.SIGN_IN);
        }
    }

    /** The form was filled in too late, or comes from another site. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (isFragment(request)) {
            leave(response, HttpStatus.FORBIDDEN);
        } else if (!isSignedIn()) {
            response.sendRedirect(request.getContextPath() + AGAIN);
        } else {
            response.sendError(HttpStatus.FORBIDDEN.value());
        }
    }

    /** Tokens are looked at before the request knows its user, so it cannot be asked. */
    private static boolean isSignedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && !(who instanceof AnonymousAuthenticationToken);
    }

    private static boolean isFragment(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"));
    }

    private static void leave(HttpServletResponse response, HttpStatus status) {
        response.setStatus(status.value());
        response.setHeader("HX-Redirect", AGAIN);
    }
}
