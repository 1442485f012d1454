package org.countersign.routing;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.countersign.verification.Problem;
import org.countersign.verification.Problem.Where;
import org.countersign.verification.ProblemKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs of the routes folder, by REST. */
@RestController
@RequestMapping(path = "/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
class RoutesController {

    private final RouteDirectory directory;

    RoutesController(RouteDirectory directory) {
        this.directory = directory;
    }

    /** Which edit is meant. */
    record Change(@Nullable String change) {}

    @GetMapping
    RouteStatus status() {
        return directory.status();
    }

    /** Lets the edit run that waits; the answer says what came of it. */
    @PostMapping(path = "/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
    RouteStatus approve(@RequestBody Change body, HttpServletRequest request) {
        String change = body.change();
        if (change == null || !change.matches("[0-9a-f]{64}")) {
            throw Problem.invalid(Where.pointer("#/change"), "Say the hash of the edit, as GET /v1/routes tells it.")
                    .exception();
        }
        String caller = Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .orElse("portal:api");
        if (!directory.approve(change, caller)) {
            throw Problem.of(ProblemKind.CONFLICT, "No such edit waits; GET /v1/routes tells which one does.")
                    .exception();
        }
        return directory.status();
    }
}
