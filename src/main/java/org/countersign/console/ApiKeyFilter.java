package org.countersign.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.countersign.verification.ApiKeys;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows a portal by {@code Authorization: Bearer KEY} (RFC 6750 §2.1). */
final class ApiKeyFilter extends OncePerRequestFilter {

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> key = BearerToken.of(request).filter(keys::matches);
        if (key.isPresent()) {
            boolean unmasks = keys.unmasks(key.get());
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
