package org.countersign.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.countersign.verification.ApiKeys;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows a portal by {@code Authorization: Bearer KEY} (RFC 6750 §2.1). */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String key = bearer ? header.substring(SCHEME.length()).strip() : "";
        if (bearer && keys.matches(key)) {
            boolean unmasks = keys.unmasks(key);
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                    unmasks ? "portal:unmask" : "portal:api",
                    "",
                    unmasks
                            ? AuthorityUtils.createAuthorityList("ROLE_PORTAL", "ROLE_UNMASK")
                            : AuthorityUtils.createAuthorityList("ROLE_PORTAL")));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }
}
