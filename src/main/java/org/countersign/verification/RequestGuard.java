package org.countersign.verification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says whether a client may ask for one more verification. The same for any person, known or not. */
final class RequestGuard {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RequestStore requests;
    private final int inAMinute;
    private final List<Limit> limits;
    private final Clock clock;

    RequestGuard(RequestStore requests, RequestProperties properties, Clock clock) {
        this.requests = requests;
        this.inAMinute = properties.inAMinute();
        this.limits = List.of(
                new Limit(properties.forAPersonInTenMinutes(), Duration.ofMinutes(10), "10 minutes"),
                new Limit(properties.forAPersonInADay(), Duration.ofDays(1), "a day"));
        this.clock = clock;
    }

    /**
     * Counts a request, whatever it holds.
     *
     * @throws ProblemException when the client sent too many
     */
    void admitClient(String client) {
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (requests.count(client, minute) > inAMinute) {
            throw tooMany(
                    "A client may send " + inAMinute + " requests in a minute.",
                    Duration.between(now, minute.plus(MINUTE)));
        }
    }

    /**
     * Looks at what was asked for a person before. To be called while nobody else works for the patient.
     *
     * @throws ProblemException when it was too much
     */
    void admitPerson(String patientKey) {
        Instant now = clock.instant();
        for (Limit limit : limits) {
            List<Instant> latest = requests.latest(patientKey, now.minus(limit.period()), limit.most());
            if (latest.size() == limit.most()) {
                throw tooMany(
                        "There may be " + limit.most() + " verifications for a person in " + limit.words() + ".",
                        Duration.between(now, latest.getLast().plus(limit.period())));
            }
        }
    }

    private static ProblemException tooMany(String detail, Duration retryAfter) {
        return Problem.passing(ProblemKind.TOO_MANY, detail, retryAfter).exception();
    }

    private record Limit(int most, Duration period, String words) {}
}
