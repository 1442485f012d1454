package org.countersign.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.fhir.Caller;
import org.countersign.fhir.FhirSecurity;
import org.countersign.smart.Denial;
import org.countersign.smart.TokenVerifier;
import org.countersign.verification.ApiKeys;
import org.countersign.verification.Problem;
import org.countersign.verification.ProblemKind;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.server.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may do what by HTTP: five kinds of address, each with a chain of its own. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurityConfiguration {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    /** What says how to be let in. */
    private static final RequestMatcher DISCOVERY = paths("/fhir/metadata", FhirSecurity.WELL_KNOWN);

    /** Files that are the same for everybody. */
    @Bean
    @Order(1)
    SecurityFilterChain fileChain(HttpSecurity http) throws Exception {
        http.securityMatcher(paths(
                "/webjars/**",
                "/countersign.css",
                "/countersign.js",
                "/handset.css",
                "/favicon.svg",
                "/favicon.ico",
                "/openapi.yaml"));
        stateless(http).headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable));
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /**
     * Health, the public keys, the provider callbacks (which their routes authenticate), the addresses that phones come to,
     * and the simulated handset of the try-out mode.
     */
    @Bean
    @Order(2)
    SecurityFilterChain openChain(HttpSecurity http) throws Exception {
        http.securityMatcher(paths(
                "/actuator/health",
                "/actuator/health/**",
                "/.well-known/jwks.json",
                "/receipts/**",
                "/silent/**",
                "/handset",
                "/handset/**",
                "/v1/handset",
                "/v1/handset/**"));
        return stateless(http)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Programs, by API key. */
    @Bean
    @Order(3)
    SecurityFilterChain apiChain(HttpSecurity http, ApiKeys keys) throws Exception {
        http.securityMatcher(paths("/v1", "/v1/**", "/actuator", "/actuator/**"));
        return stateless(http)
                .addFilterBefore(new ApiKeyFilter(keys), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .hasRole("PORTAL"))
                .exceptionHandling(denials -> denials.authenticationEntryPoint(
                                (request, response, why) -> refuseUnknown(response))
                        .accessDeniedHandler((request, response, why) -> Problem.of(
                                        ProblemKind.FORBIDDEN, "This key is not for this address.")
                                .writeTo(response)))
                .build();
    }

    /** EHRs, by API key or, where an issuer is configured, by access token. */
    @Bean
    @Order(4)
    SecurityFilterChain fhirChain(HttpSecurity http, ApiKeys keys, TokenVerifier tokens) throws Exception {
        http.securityMatcher(paths("/fhir", "/fhir/**"));
        if (tokens.isConfigured()) {
            http.addFilterBefore(new AccessTokenFilter(tokens), UsernamePasswordAuthenticationFilter.class);
        }
        return stateless(http)
                .addFilterBefore(
                        new ApiKeyFilter(keys),
                        tokens.isConfigured() ? AccessTokenFilter.class : UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(request -> tokens.isConfigured() && tellsHowToBeLetIn(request))
                        .permitAll()
                        .anyRequest()
                        .hasAnyRole("PORTAL", Caller.ROLE))
                .exceptionHandling(denials -> denials.authenticationEntryPoint((request, response, why) -> {
                    if (tokens.isConfigured()) {
                        Denial.nameless().writeTo(response);
                    } else {
                        refuseUnknown(response);
                    }
                }))
                .build();
    }

    /** People, by signing in. */
    @Bean
    @Order(5)
    SecurityFilterChain pageChain(HttpSecurity http, SignInThrottle throttle) throws Exception {
        PageDenials denials = new PageDenials();
        hardenHeaders(http)
                .addFilterBefore(new SignInThrottleFilter(throttle), UsernamePasswordAuthenticationFilter.class)
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .formLogin(form -> form.loginPage(SignInController.SIGN_IN)
                        .failureUrl(SignInController.SIGN_IN + "?why=wrong")
                        .successHandler((request, response, who) -> {
                            throttle.forget(SignInThrottleFilter.user(request), request.getRemoteAddr());
                            response.sendRedirect(request.getContextPath() + "/refills");
                        }))
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl(SignInController.SIGN_IN + "?why=out"))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(denials).accessDeniedHandler(denials))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(SignInController.SIGN_IN)
                                .permitAll()
                                .anyRequest()
                                .hasRole("PHARMACIST"));
        return http.build();
    }

    /** By the whole path, since FHIR has a servlet of its own: Spring MVC's patterns see only what its servlet serves. */
    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Stream.of(patterns)
                .map(PathPatternRequestMatcher.withDefaults()::matcher)
                .map(RequestMatcher.class::cast)
                .toList());
    }

    /** Cookies are shared by all ports of a host, so the name must be the hub's own. */
    @Bean
    ServletContextInitializer cookies() {
        return context -> {
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            context.getSessionCookieConfig().setName("countersign");
            context.getSessionCookieConfig().setHttpOnly(true);
        };
    }

    /** Addresses that are malformed are refused before any chain is asked. */
    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, why) -> {
            if (request.getRequestURI().startsWith("/v1/")) {
                Problem.of(ProblemKind.INVALID_REQUEST, "The address is malformed.")
                        .writeTo(response);
            } else {
                response.sendError(HttpStatus.BAD_REQUEST.value());
            }
        };
    }

    @Bean
    CookieSameSiteSupplier sameSite() {
        return CookieSameSiteSupplier.ofStrict();
    }

    private static boolean tellsHowToBeLetIn(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) && DISCOVERY.matches(request);
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return hardenHeaders(http)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(web -> web.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static HttpSecurity hardenHeaders(HttpSecurity http) throws Exception {
        return http.headers(
                headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=()")));
    }

    private static void refuseUnknown(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Problem.of(ProblemKind.UNAUTHORIZED, "Send the header Authorization: Bearer KEY.")
                .writeTo(response);
    }
}
