package org.countersign.verification;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.countersign.platform.OperationalException;
import org.countersign.verification.Problem.Where;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers whatever fails under {@code /v1/} with a problem; other addresses have their own answers. */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);
    private static final Duration SOON = Duration.ofSeconds(2);

    @Override
    public int getOrder() {
        // Before Spring's own resolvers, which would answer with an empty body.
        return -1;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!request.getRequestURI().startsWith(request.getContextPath() + "/v1/") || response.isCommitted()) {
            return null;
        }
        try {
            response.resetBuffer();
            if (failure instanceof ErrorResponse answer) {
                copyHeaders(answer.getHeaders(), response);
            }
            problem(failure).writeTo(response);
        } catch (IOException e) {
            LOG.debug("The caller left before its problem was written");
        }
        return new ModelAndView();
    }

    private static Problem problem(Exception failure) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case MethodArgumentTypeMismatchException mismatch ->
                Problem.invalid(Where.parameter(mismatch.getName()), "The value is not of the kind that is asked for.");
            case MissingServletRequestParameterException missing ->
                Problem.invalid(Where.parameter(missing.getParameterName()), "The parameter is missing.");
            case ErrorResponse answer -> ofStatus(answer.getStatusCode().value());
            case OperationalException operational ->
                operational.category().retryable() ? unavailable() : defect(failure);
            case DataAccessResourceFailureException down -> unavailable();
            case TransientDataAccessException down -> unavailable();
            case CannotCreateTransactionException down -> unavailable();
            default -> defect(failure);
        };
    }

    private static Problem ofStatus(int status) {
        return switch (HttpStatus.valueOf(status)) {
            case NOT_FOUND -> Problem.of(ProblemKind.NOT_FOUND, "Nothing is at this address.");
            case METHOD_NOT_ALLOWED ->
                Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "The header Allow lists the methods of this address.");
            case NOT_ACCEPTABLE -> Problem.of(ProblemKind.NOT_ACCEPTABLE, "Accept must allow application/json.");
            case UNSUPPORTED_MEDIA_TYPE ->
                Problem.of(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "The header Accept lists the content types that this address takes.");
            case PAYLOAD_TOO_LARGE -> Problem.of(ProblemKind.TOO_LARGE, "Send less.");
            default ->
                status < HttpStatus.INTERNAL_SERVER_ERROR.value()
                        ? Problem.of(ProblemKind.INVALID_REQUEST, "The request is not understood.")
                        : Problem.of(ProblemKind.INTERNAL, "The log of the hub says more.");
        };
    }

    private static Problem unavailable() {
        return Problem.passing(
                ProblemKind.UNAVAILABLE, "Nothing was changed; the same request may succeed soon.", SOON);
    }

    private static Problem defect(Exception failure) {
        LOG.error("A request to the API failed", failure);
        return Problem.of(ProblemKind.INTERNAL, "The log of the hub says more.");
    }

    private static void copyHeaders(HttpHeaders headers, HttpServletResponse response) {
        headers.forEach((name, values) -> setAll(response, name, values));
    }

    private static void setAll(HttpServletResponse response, String name, List<String> values) {
        response.setHeader(name, String.join(", ", values));
    }
}
