package org.countersign.routing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.countersign.channel.ChannelCatalog;
import org.countersign.intake.DecisionComparison;
import org.countersign.intake.DecisionComparison.Compared;
import org.countersign.lookup.LookupCatalog;
import org.countersign.policy.PolicyCatalog;
import org.countersign.terms.TermsCatalog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes edits of the routes folder while the hub runs: checks them where they can do no harm, shows by which the policies
 * would decide otherwise, swaps what changed, and keeps to what ran before when anything is wrong. Thread-safe.
 */
final class RouteDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDirectory.class);
    /** Looks between two tries of what failed for another reason than the edit. */
    private static final int PAUSE = 30;

    private static final Compared NOTHING = new Compared(0, List.of());

    private final Path folder;
    private final GoodCopy good;
    private final RouteLint lint;
    private final RouteSwap swap;
    private final PolicyCatalog policies;
    private final ChannelCatalog channels;
    private final TermsCatalog terms;
    private final LookupCatalog lookups;
    private final DecisionComparison comparison;
    private final RouteTrail trail;
    private final RoutingProperties settings;
    private final Clock clock;

    private RouteFiles running;
    private List<RouteProblem> problems;
    private Compared compared = NOTHING;
    private boolean waiting;
    private String edited;
    private SortedSet<String> changed;
    private @Nullable Instant lastSwap;
    /** What the last look saw; taken when the next one sees the same. */
    private String seen = "";
    /** What was told about already. */
    private String judged;

    private Optional<Approval> approval = Optional.empty();

    /** A swap that the trail could not be told of yet. */
    private Optional<Swapped> untold = Optional.empty();

    /** Looks until what failed is tried again. */
    private int pause;

    private volatile RouteStatus status;

    private record Approval(String hash, String by) {}

    private record Swapped(String hash, String files, String approver, Compared compared, Instant at) {}

    RouteDirectory(
            Path folder,
            StartingRoutes start,
            GoodCopy good,
            RouteLint lint,
            RouteSwap swap,
            PolicyCatalog policies,
            ChannelCatalog channels,
            TermsCatalog terms,
            LookupCatalog lookups,
            DecisionComparison comparison,
            RouteTrail trail,
            RoutingProperties settings,
            Clock clock) {
        this.folder = folder;
        this.good = good;
        this.lint = lint;
        this.swap = swap;
        this.policies = policies;
        this.channels = channels;
        this.terms = terms;
        this.lookups = lookups;
        this.comparison = comparison;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
        this.running = start.files();
        this.problems = start.problems();
        this.edited = start.edited();
        this.judged = start.edited();
        this.changed = Collections.emptySortedSet();
        this.status = currentStatus();
    }

    /** Looks at the folder once and does what is to be done about it. */
    synchronized void look() {
        try {
            untold.ifPresent(this::tell);
            lookAgainAfterFailure();
            lookAtFolder();
        } catch (RuntimeException e) {
            // The database is away, perhaps: it is asked again later, and told once.
            LOG.error("The edit of {} cannot be judged now", folder, e);
            refuse(List.of(RouteProblem.ofFile(
                    folder.toString(),
                    "cannot be judged now: " + e.getClass().getSimpleName() + "; the hub tries again")));
            pause = PAUSE;
        } finally {
            status = currentStatus();
        }
    }

    private void lookAgainAfterFailure() {
        if (pause > 0) {
            pause--;
            if (pause == 0) {
                judged = "";
            }
        }
    }

    private void lookAtFolder() {
        RouteFiles found;
        try {
            found = RouteFiles.read(folder);
        } catch (IOException e) {
            unreadable(e);
            return;
        }
        boolean still = found.hash().equals(seen);
        seen = found.hash();
        if (!still || found.hash().equals(judged)) {
            return;
        }
        judged = found.hash();
        edited = found.hash();
        changed = found.differences(running);
        if (changed.isEmpty()) {
            settle();
            LOG.info("{} holds again what runs", folder);
        } else {
            consider(found);
        }
    }

    /** It may be on its way to another place; what cannot be read twice in the same way is told. */
    private void unreadable(IOException e) {
        String why = "unreadable: " + e.getClass().getName();
        if (why.equals(seen) && !why.equals(judged)) {
            judged = why;
            edited = "";
            changed = new TreeSet<>(running.names());
            refuse(List.of(RouteLint.unreadable(folder, e)));
        }
        seen = why;
    }

    private void settle() {
        problems = List.of();
        compared = NOTHING;
        waiting = false;
    }

    private void consider(RouteFiles found) {
        settle();
        List<RouteProblem> wrong = lint.check(found, folder.toString());
        if (!wrong.isEmpty()) {
            refuse(wrong);
            return;
        }
        try {
            Path candidate = good.stage(found);
            PolicyCatalog next = policies.reread(candidate.resolve("policies"));
            compared = compare(next);
            Optional<Approval> approved = approval.filter(one -> one.hash().equals(found.hash()));
            if (mustWait() && approved.isEmpty()) {
                waiting = true;
                LOG.warn("{} waits: POST /v1/routes/approve lets edit {} run", folder, found.hash());
                return;
            }
            take(found, candidate, next, approved.map(Approval::by).orElse(""));
        } catch (IOException e) {
            LOG.error("The copy of the routes in the data folder cannot be written", e);
            refuse(List.of(RouteProblem.ofFile(folder.toString(), "no copy of it can be written to the data folder")));
        }
    }

    private boolean mustWait() {
        return settings.differences() == RoutingProperties.Differences.APPROVE
                && !compared.differences().isEmpty();
    }

    private Compared compare(PolicyCatalog next) {
        if (changed.stream().noneMatch(RouteFiles::isPolicy) || settings.compare() == 0) {
            return NOTHING;
        }
        Compared found = comparison.compare(policies, next, settings.compare());
        LOG.info(
                "By the policies in {} {} of the last {} messages would be decided otherwise",
                folder,
                found.differences().size(),
                found.messages());
        found.differences().forEach(one -> LOG.info("Message {}: {} -> {}", one.message(), one.before(), one.after()));
        return found;
    }

    private void take(RouteFiles found, Path candidate, PolicyCatalog next, String approver) throws IOException {
        try {
            swap.swap(running, found);
        } catch (RouteSwap.RefusedException e) {
            refuse(List.of(lint.startProblem(found, folder.toString(), e.file(), e)));
            return;
        }
        policies.adopt(next);
        channels.reread(candidate.resolve("channels"));
        terms.reread(candidate);
        lookups.reread(candidate.resolve("lookups"));
        RouteFiles before = running;
        running = found;
        lastSwap = clock.instant();
        LOG.info("Routes changed, all else runs on: {}", words(before, found));
        changed = Collections.emptySortedSet();
        untold = Optional.of(new Swapped(found.hash(), words(before, found), approver, compared, clock.instant()));
        good.keep(found);
        untold.ifPresent(this::tell);
        if (untold.isPresent()) {
            LOG.warn("The trail cannot be told of it now; it will be");
        }
    }

    /** The swap stands, whether the trail can be told of it now or at a later look. */
    private void tell(Swapped swapped) {
        try {
            trail.changed(swapped.hash(), swapped.files(), swapped.approver(), swapped.compared(), swapped.at());
            untold = Optional.empty();
        } catch (RuntimeException e) {
            LOG.debug("The trail cannot be told", e);
        }
    }

    private static String words(RouteFiles before, RouteFiles after) {
        List<String> words = new ArrayList<>();
        for (String file : after.differences(before)) {
            String how = !before.has(file) ? " (new)" : after.has(file) ? "" : " (deleted)";
            words.add(file + how);
        }
        return String.join(", ", words);
    }

    private void refuse(List<RouteProblem> wrong) {
        problems = wrong;
        wrong.forEach(problem -> LOG.warn("{}", problem));
        LOG.warn("The edit of {} is not taken; what ran before runs on", folder);
    }

    /**
     * Lets an edit run that waits, or one that could not be started try again.
     *
     * @param change hash of the files, as the status tells
     * @param by who says so, for the trail
     * @return false when this is not what is in the folder
     */
    synchronized boolean approve(String change, String by) {
        if (!change.equals(edited) || change.equals(running.hash())) {
            return false;
        }
        approval = Optional.of(new Approval(change, by));
        seen = change;
        judged = "";
        look();
        return change.equals(edited);
    }

    /** As the last look left it; never waits for one. */
    RouteStatus status() {
        return status;
    }

    private RouteStatus currentStatus() {
        String state = waiting ? "waiting" : problems.isEmpty() ? "running" : "refused";
        return new RouteStatus(
                state,
                folder.toString(),
                running.hash(),
                edited,
                running.names(),
                changed,
                problems,
                lastSwap,
                compared.messages(),
                compared.differences());
    }
}
