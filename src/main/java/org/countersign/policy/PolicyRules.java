package org.countersign.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a JSON schema cannot say of policies. */
final class PolicyRules {

    /** NIST SP 800-63B-4 §3.1.3.1: a code is dead after 10 minutes. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);

    /** Providers need a second or two to answer; below this every step would fall through. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);

    private final List<PolicyProblem> problems = new ArrayList<>();

    private final LocaleChooser locales;

    private PolicyRules(LocaleChooser locales) {
        this.locales = locales;
    }

    /** Problems within each policy, and among them; in order of the files, which is their precedence. */
    static List<PolicyProblem> check(Map<PolicyDocument, Policy> policies, LocaleChooser locales) {
        PolicyRules rules = new PolicyRules(locales);
        policies.forEach(rules::checkOne);
        List<Map.Entry<PolicyDocument, Policy>> ordered = List.copyOf(policies.entrySet());
        for (int later = 1; later < ordered.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                rules.checkPair(ordered.get(earlier), ordered.get(later));
            }
        }
        return rules.problems;
    }

    private void checkOne(PolicyDocument document, Policy policy) {
        checkTriggers(document, "on", policy.on(), policy);
        if (document.root().has("withdrawOn")) {
            checkTriggers(document, "withdrawOn", policy.withdrawOn(), policy);
        }
        checkBinding(document, policy);
        checkTimes(document, policy);
        if (!policy.locale().map(locales::speaks).orElse(true)) {
            add(document, "/locale", "locale is a language that the hub has no words in");
        }
        if (policy.quiet().filter(hours -> hours.from().equals(hours.until())).isPresent()) {
            add(document, "/quietHours/until", "quietHours.until is quietHours.from, so that it would always be quiet");
        }
        if (policy.kind() != ActKind.APPOINTMENT && policy.when().minimumLead().isPresent()) {
            add(document, "/when/minimumLead", "when.minimumLead is for appointments only");
        }
        if (policy.kind() != ActKind.APPOINTMENT && !policy.when().services().isEmpty()) {
            add(document, "/when/services", "when.services is for appointments only");
        }
    }

    private void checkTriggers(PolicyDocument document, String key, List<String> triggers, Policy policy) {
        Optional<ActKind> ofPurpose = ActKind.ofPurpose(policy.purpose());
        ActKind right = ofPurpose.orElse(policy.kind());
        String by = ofPurpose.isPresent() ? "purpose " + policy.purpose().code() : "on[0]";
        for (int i = 0; i < triggers.size(); i++) {
            ActKind kind = ActKind.ofTrigger(triggers.get(i), policy.purpose());
            if (kind != right) {
                String sentence = "%s[%d] is \"%s\", which is about %s, while %s is about %s"
                        .formatted(key, i, triggers.get(i), kind.phrase(), by, right.phrase());
                add(document, "/" + key + "/" + i, sentence);
            }
        }
    }

    private void checkBinding(PolicyDocument document, Policy policy) {
        ActKind kind = ActKind.ofPurpose(policy.purpose()).orElse(policy.kind());
        if (!policy.binding().contains("reference")) {
            add(document, "/binding", "binding lacks reference, without which a code would fit any act");
        }
        for (int i = 0; i < document.root().get("binding").size(); i++) {
            String name = document.root().get("binding").get(i).asText();
            if (!kind.bindable().contains(name)) {
                String sentence = "binding[%d] is \"%s\", which %s does not have, expected one of %s"
                        .formatted(i, name, kind.phrase(), String.join(", ", new TreeSet<>(kind.bindable())));
                add(document, "/binding/" + i, sentence);
            }
        }
    }

    private void checkTimes(PolicyDocument document, Policy policy) {
        Duration life = policy.timeToLive();
        if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            add(document, "/timeToLive", "timeToLive is " + TimeSpan.print(life) + ", expected 1m to 10m");
            return;
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < policy.steps().size(); i++) {
            Duration wait = policy.steps().get(i).fallbackAfter();
            sum = sum.plus(wait);
            if (wait.compareTo(SHORTEST_WAIT) < 0 || wait.compareTo(LONGEST_LIFE) > 0) {
                String sentence = "steps[%d].wait is %s, expected 5s to 10m".formatted(i, TimeSpan.print(wait));
                add(document, "/steps/" + i + "/wait", sentence);
                return;
            }
        }
        if (sum.compareTo(life) > 0) {
            String sentence = "steps wait %s in all, longer than the code lives (timeToLive %s)"
                    .formatted(TimeSpan.print(sum), TimeSpan.print(life));
            add(document, "/steps", sentence);
        }
    }

    private void checkPair(Map.Entry<PolicyDocument, Policy> first, Map.Entry<PolicyDocument, Policy> second) {
        Policy earlier = first.getValue();
        Policy later = second.getValue();
        String file = first.getKey().file();
        if (earlier.name().equals(later.name())) {
            add(second.getKey(), "/name", "name is \"" + later.name() + "\", which " + file + " has already");
        }
        if (earlier.kind() != later.kind() || !earlier.when().cover(later.when())) {
            return;
        }
        String lost = later.on().stream()
                .filter(trigger -> earlier.on().contains(trigger)
                        || earlier.on().contains(later.kind().code()))
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            String sentence = "on can never take %s: %s comes first by name and takes all of it".formatted(lost, file);
            add(second.getKey(), "/on", sentence);
        }
    }

    private void add(PolicyDocument document, String pointer, String sentence) {
        problems.add(document.problem(pointer, sentence));
    }
}
