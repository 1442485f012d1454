package org.countersign.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 429 to whoever tries too many passwords. */
final class SignInThrottleFilter extends OncePerRequestFilter {

    private static final int USER_LENGTH_MAX = 64;

    private final SignInThrottle throttle;

    SignInThrottleFilter(SignInThrottle throttle) {
        this.throttle = throttle;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || !request.getServletPath().equals(SignInController.SIGN_IN);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait = throttle.count(user(request), request.getRemoteAddr());
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(
                HttpHeaders.RETRY_AFTER, Long.toString(wait.get().plusSeconds(1).toSeconds()));
        request.getRequestDispatcher(SignInController.LATER).forward(request, response);
    }

    static String user(HttpServletRequest request) {
        String user = Objects.requireNonNullElse(request.getParameter("username"), "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return user.length() > USER_LENGTH_MAX ? user.substring(0, USER_LENGTH_MAX) : user;
    }
}
