package org.countersign.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.event.ClinicalEvent;
import org.countersign.event.Envelope;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.MessageHeader;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.countersign.intake.IntakeRehearsal;
import org.countersign.intake.ResourceIntake;
import org.countersign.message.MessageComposer;
import org.countersign.platform.Sensitive;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PlannedStep;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.PolicyDecision;
import org.countersign.policy.QuietHours;
import org.countersign.resource.FhirReader;

/**
 * Says what would come of a message: the answer, the events, the decision, the texts and the AuditEvents. Knows no
 * database and no broker, so nothing is stored or sent; and so it takes the control id and the act to be new.
 */
public final class TryOut {

    /** The feed that is meant where none is named. */
    public static final String FEED = "scheduling";

    /** Stands in the texts where a challenge's own three letters would. */
    private static final String TAG = "XXX";

    private final IntakeRehearsal intake;
    private final Hl7v2Reader reader;
    private final FhirReader resources;
    private final PolicyCatalog policies;
    private final MessageComposer composer;
    private final TriedAudit audit;
    private final Clock clock;

    TryOut(
            IntakeRehearsal intake,
            Hl7v2Reader reader,
            FhirReader resources,
            PolicyCatalog policies,
            MessageComposer composer,
            TriedAudit audit,
            Clock clock) {
        this.intake = intake;
        this.reader = reader;
        this.resources = resources;
        this.policies = policies;
        this.composer = composer;
        this.audit = audit;
        this.clock = clock;
    }

    /** Names of the feeds, for people. */
    public String feeds() {
        return String.join(", ", intake.feeds());
    }

    /**
     * Tries {@code message} out as if it had come by {@code feed}; a FHIR resource in JSON as if it had come at
     * {@code /fhir}, whatever {@code feed} is.
     *
     * @return empty when there is no such feed
     */
    public Optional<Tried> run(byte[] message, String feed) {
        if (isJson(message)) {
            return intake.findSite(ResourceIntake.FEED).map(site -> run(message, site));
        }
        return intake.rehearse(message, feed).map(rehearsed -> run(message, rehearsed));
    }

    private Tried run(byte[] message, IntakeRehearsal.Rehearsed rehearsed) {
        Tried.Header header = header(rehearsed);
        String acknowledgement = new String(rehearsed.acknowledgement(), StandardCharsets.ISO_8859_1);
        if (rehearsed.refused().isPresent()) {
            return unreadable(header, rehearsed.refused().get(), acknowledgement, List.of());
        }
        Instant now = clock.instant();
        return switch (reader.read(message, rehearsed.site())) {
            case ReadResult.Unreadable unreadable ->
                unreadable(
                        header,
                        unreadable.problem(),
                        acknowledgement,
                        List.of(audit.failed(header, unreadable.problem(), now)));
            case ReadResult.Events read -> read(header, read.events(), acknowledgement, now);
        };
    }

    /** HTTP's answer is no acknowledgement, so there is none here. */
    private Tried run(byte[] document, Site site) {
        Instant now = clock.instant();
        return switch (resources.read(document, site)) {
            case ReadResult.Unreadable unreadable -> {
                Tried.Header header = header(site, "", false);
                JsonNode failed = audit.failed(header, unreadable.problem(), now);
                yield unreadable(header, unreadable.problem(), "", List.of(failed));
            }
            case ReadResult.Events read -> {
                ClinicalEvent first = read.events().getFirst();
                yield read(header(site, first.trigger(), first.person().isPresent()), read.events(), "", now);
            }
        };
    }

    private static boolean isJson(byte[] message) {
        return new String(message, StandardCharsets.UTF_8).stripLeading().startsWith("{");
    }

    private static Tried.Header header(Site site, String type, boolean patient) {
        return new Tried.Header(site.feed(), type, "", "", "4.0.1", "UTF-8", patient);
    }

    private static Tried unreadable(
            Tried.Header header, String problem, String acknowledgement, List<JsonNode> auditEvents) {
        return new Tried("unreadable", header, List.of(problem), acknowledgement, List.of(), auditEvents);
    }

    private Tried read(Tried.Header header, List<ClinicalEvent> events, String acknowledgement, Instant now) {
        List<PolicyDecision> decisions =
                events.stream().map(event -> policies.decide(event, now)).toList();
        List<Tried.Event> tried = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            tried.add(event(events.get(i), decisions.get(i)));
        }
        return new Tried(
                verdict(decisions),
                header,
                List.of(),
                acknowledgement,
                tried,
                audit.read(header, events, decisions, now));
    }

    private static String verdict(List<PolicyDecision> decisions) {
        if (decisions.stream().anyMatch(PolicyDecision.Require.class::isInstance)) {
            return "challenged";
        }
        return decisions.stream().anyMatch(PolicyDecision.Withdraw.class::isInstance) ? "withdrawn" : "skipped";
    }

    private Tried.Event event(ClinicalEvent event, PolicyDecision decision) {
        return switch (decision) {
            case PolicyDecision.Require require ->
                event(
                        event,
                        "challenge",
                        "policy " + require.plan().policy(),
                        Optional.of(plan(event, require.plan())));
            case PolicyDecision.Withdraw withdraw ->
                event(event, "withdraw", withdraw.why() + ", policy " + withdraw.policy(), Optional.empty());
            case PolicyDecision.Skip skip ->
                event(event, "skip", skip.reason() + ": " + skip.detail(), Optional.empty());
        };
    }

    private static Tried.Event event(ClinicalEvent event, String decision, String reason, Optional<Tried.Plan> plan) {
        return new Tried.Event(
                event.trigger(), event.act().reference(), code(event.change()), decision, reason, plan.orElse(null));
    }

    private Tried.Plan plan(ClinicalEvent event, ChallengePlan plan) {
        List<Tried.Step> steps = new ArrayList<>();
        Duration left = plan.timeToLive();
        for (PlannedStep step : plan.steps()) {
            steps.add(step(event, plan, step, left));
            left = left.minus(step.fallbackAfter());
        }
        return new Tried.Plan(
                plan.policy(),
                plan.purpose().code(),
                plan.reach()
                        .proxy()
                        .map(relationship -> "proxy " + relationship)
                        .orElse("patient"),
                plan.reach().heldUntil().orElse(null),
                plan.timeToLive().toString(),
                plan.codeLength(),
                plan.tries(),
                plan.locale().toLanguageTag(),
                steps);
    }

    private Tried.Step step(ClinicalEvent event, ChallengePlan plan, PlannedStep step, Duration left) {
        Sensitive<String> text = composer.compose(
                step.transport(),
                plan.locale(),
                plan.purpose(),
                event.site().facility(),
                TAG,
                Sensitive.of("0".repeat(plan.codeLength())),
                left);
        return new Tried.Step(
                step.transport().code(),
                AddressMask.mask(step.address().reveal()),
                step.fallbackAfter().toString(),
                code(step.success()),
                step.quiet().map(QuietHours::sentence).orElse(""),
                text.reveal());
    }

    private static Tried.Header header(IntakeRehearsal.Rehearsed rehearsed) {
        Envelope envelope = rehearsed.envelope();
        MessageHeader header = envelope.header();
        return new Tried.Header(
                rehearsed.site().feed(),
                header.messageCode().isEmpty() ? "" : header.type(),
                header.controlId(),
                header.sendingApplication() + "|" + header.sendingFacility(),
                header.versionId(),
                header.charset(),
                !envelope.patientId().isEmpty());
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
