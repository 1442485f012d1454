package org.countersign.callback;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads no more of a callback than a provider would send: anybody may call the address, and Camel holds a whole body in
 * memory before its signature can be checked. What is longer is answered 413 once so much of it has come, whatever its
 * headers say of it.
 */
final class CallbackLimit extends OncePerRequestFilter {

    private final int limit;

    /** @param limit bytes */
    CallbackLimit(int limit) {
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            chain.doFilter(new HeldRequest(request, body), response);
        }
    }
}
