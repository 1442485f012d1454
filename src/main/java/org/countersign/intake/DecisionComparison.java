package org.countersign.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.event.Hl7v2Reader;
import org.countersign.event.ReadResult;
import org.countersign.event.Site;
import org.countersign.platform.KeyRing;
import org.countersign.platform.OperationalException;
import org.countersign.policy.ChallengePlan;
import org.countersign.policy.PolicyCatalog;
import org.countersign.policy.PolicyDecision;
import org.countersign.resource.FhirReader;

/**
 * Decides about the messages that came last by two sets of policies, as if each came now as it came then. Nothing is
 * stored or sent, and no EHR is asked: a resource that needs it to be read is left out.
 */
public final class DecisionComparison {

    /** HL7 table 0357: application internal error. */
    private static final int UNREADABLE = 207;

    private final LatestRowStore rows;
    private final FeedCatalog feeds;
    private final Hl7v2Reader reader;
    private final FhirReader resources;
    private final KeyRing keys;

    /** @param resources reads without an EHR */
    DecisionComparison(LatestRowStore rows, FeedCatalog feeds, Hl7v2Reader reader, FhirReader resources, KeyRing keys) {
        this.rows = rows;
        this.feeds = feeds;
        this.reader = reader;
        this.resources = resources;
        this.keys = keys;
    }

    /**
     * A message that the two decide differently about. Nothing of its content but its number.
     *
     * @param before what the first set says, for people
     * @param after what the second says
     */
    public record Difference(long message, String before, String after) {}

    /**
     * What the comparison came to.
     *
     * @param messages how many were decided about
     * @param differences the newest message first
     */
    public record Compared(int messages, List<Difference> differences) {}

    /** @param last how many messages, the newest first */
    public Compared compare(PolicyCatalog before, PolicyCatalog after, int last) {
        int messages = 0;
        List<Difference> differences = new ArrayList<>();
        for (LatestRowStore.Row row : rows.list(last)) {
            if (read(row) instanceof ReadResult.Events read) {
                messages++;
                String was = words(read, before, row);
                String is = words(read, after, row);
                if (!was.equals(is)) {
                    differences.add(new Difference(row.id(), was, is));
                }
            }
        }
        return new Compared(messages, differences);
    }

    private ReadResult read(LatestRowStore.Row row) {
        Optional<Site> site = feeds.findSite(row.feed());
        if (site.isEmpty()) {
            return new ReadResult.Unreadable("The feed is not configured any more", UNREADABLE);
        }
        try {
            byte[] bytes = keys.open(row.raw());
            return switch (row.format()) {
                case HL7V2 -> reader.read(bytes, site.get());
                case FHIR -> resources.read(bytes, site.get());
            };
        } catch (OperationalException sealedByAnotherKey) {
            return new ReadResult.Unreadable("The message cannot be opened", UNREADABLE);
        }
    }

    private static String words(ReadResult.Events read, PolicyCatalog policies, LatestRowStore.Row row) {
        return read.events().stream()
                .map(event -> words(policies.decide(event, row.receivedAt())))
                .collect(Collectors.joining("; "));
    }

    private static String words(PolicyDecision decision) {
        return switch (decision) {
            case PolicyDecision.Require require -> "challenge: " + words(require.plan());
            case PolicyDecision.Withdraw withdraw -> "withdraw: policy " + withdraw.policy() + ", " + withdraw.why();
            case PolicyDecision.Skip skip -> "skip: " + skip.reason() + ", " + skip.detail();
        };
    }

    private static String words(ChallengePlan plan) {
        String steps = plan.steps().stream()
                .map(step -> step.transport().code() + " " + step.fallbackAfter() + " "
                        + step.success().name().toLowerCase(java.util.Locale.ROOT)
                        + step.quiet()
                                .map(hours -> " not in " + hours.sentence())
                                .orElse(""))
                .collect(Collectors.joining(", "));
        String recipient =
                plan.reach().proxy().map(code -> "to proxy " + code + ", ").orElse("");
        String held =
                plan.reach().heldUntil().map(until -> ", held until " + until).orElse("");
        return "policy " + plan.policy() + ", " + plan.purpose().code() + ", " + recipient + steps + held
                + ", valid for "
                + plan.timeToLive() + ", " + plan.codeLength() + " digits, " + plan.tries() + " tries, bound to "
                + plan.binding().keySet();
    }
}
