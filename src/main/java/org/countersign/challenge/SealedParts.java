package org.countersign.challenge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.countersign.platform.KeyRing;
import org.countersign.platform.Sensitive;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.QuietHours;
import org.countersign.policy.Success;
import org.countersign.policy.Transport;
import org.jspecify.annotations.Nullable;

/** The part of a challenge that is personal, as JSON sealed by the key ring. */
final class SealedParts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KeyRing keys;

    SealedParts(KeyRing keys) {
        this.keys = keys;
    }

    byte[] seal(Recipient recipient, List<PlannedStep> steps) {
        Document document = new Document(
                recipient.name().reveal(),
                recipient.identifier().reveal(),
                recipient.authority(),
                recipient.proxy().orElse(null),
                recipient.about().reveal(),
                steps.stream().map(Step::of).toList());
        try {
            return keys.seal(JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A challenge could not be written as JSON");
        }
    }

    Parts open(byte[] sealed) {
        try {
            Document document = JSON.readValue(keys.open(sealed), Document.class);
            Recipient recipient = new Recipient(
                    Sensitive.of(document.name()),
                    Sensitive.of(document.identifier()),
                    document.authority(),
                    Optional.ofNullable(document.proxy()),
                    Sensitive.of(document.about()));
            return new Parts(
                    recipient, document.steps().stream().map(Step::toPlan).toList());
        } catch (IOException e) {
            throw new IllegalStateException("A challenge's sealed part is not the JSON that was written");
        }
    }

    record Parts(Recipient recipient, List<PlannedStep> steps) {}

    private record Document(
            String name,
            String identifier,
            String authority,
            @Nullable String proxy,
            SortedMap<String, String> about,
            List<Step> steps) {}

    private record Quiet(String from, String until, String zone) {

        static Quiet of(QuietHours hours) {
            return new Quiet(
                    hours.from().toString(),
                    hours.until().toString(),
                    hours.zone().getId());
        }

        QuietHours toHours() {
            return new QuietHours(LocalTime.parse(from), LocalTime.parse(until), ZoneId.of(zone));
        }
    }

    /** @param sinceMs absent in what older hubs wrote, and where nobody knows */
    private record Step(
            Transport transport,
            String address,
            long fallbackAfterMs,
            Success success,
            @Nullable Long sinceMs,
            @Nullable Quiet quiet,
            boolean evenIfRefused) {

        static Step of(PlannedStep step) {
            return new Step(
                    step.transport(),
                    step.address().reveal(),
                    step.fallbackAfter().toMillis(),
                    step.success(),
                    step.since().map(Instant::toEpochMilli).orElse(null),
                    step.quiet().map(Quiet::of).orElse(null),
                    step.evenIfRefused());
        }

        PlannedStep toPlan() {
            return new PlannedStep(
                    transport,
                    Sensitive.of(address),
                    Duration.ofMillis(fallbackAfterMs),
                    success,
                    Optional.ofNullable(sinceMs).map(Instant::ofEpochMilli),
                    Optional.ofNullable(quiet).map(Quiet::toHours),
                    evenIfRefused);
        }
    }
}
