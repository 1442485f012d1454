package org.countersign.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.countersign.fhir.Caller;
import org.countersign.smart.Denial;
import org.countersign.smart.Scopes;
import org.countersign.smart.TokenVerifier;
import org.countersign.smart.Verdict;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows an EHR by the access token that it bears, where it bears no API key. Stands behind {@link ApiKeyFilter}. */
final class AccessTokenFilter extends OncePerRequestFilter {

    private final TokenVerifier tokens;

    AccessTokenFilter(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> token = SecurityContextHolder.getContext().getAuthentication() == null
                ? BearerToken.of(request)
                : Optional.empty();
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        switch (tokens.verify(token.get())) {
            case Verdict.Granted granted -> {
                admit(granted, request);
                chain.doFilter(request, response);
            }
            case Verdict.Refused refused ->
                Denial.invalidToken(refused.reason()).writeTo(response);
            case Verdict.Unknown unknown -> Denial.later(unknown.reason()).writeTo(response);
        }
    }

    private static void admit(Verdict.Granted granted, HttpServletRequest request) {
        request.setAttribute(Scopes.class.getName(), granted.scopes());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                "client:" + granted.client(), "", AuthorityUtils.createAuthorityList("ROLE_" + Caller.ROLE)));
        SecurityContextHolder.setContext(context);
    }
}
