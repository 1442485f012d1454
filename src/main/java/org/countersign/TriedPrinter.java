package org.countersign;

import java.io.PrintStream;
import org.countersign.archive.Tried;

/** Prints what would come of a message, for people. */
final class TriedPrinter {

    private final PrintStream out;

    TriedPrinter(PrintStream out) {
        this.out = out;
    }

    void print(Tried tried) {
        Tried.Header header = tried.envelope();
        out.println("Message    " + orNone(header.type()) + ", control id " + orNone(header.controlId()) + ", from "
                + header.sender() + ", by feed " + header.feed());
        tried.problems().forEach(problem -> out.println("Problem    " + problem));
        out.println("Answer     " + (tried.acknowledgement().isEmpty() ? "none: it is an answer itself" : ""));
        tried.acknowledgement().lines().forEach(line -> out.println("  " + line));
        tried.events().forEach(this::print);
        out.println("Audit");
        tried.auditEvents().forEach(event -> out.println("  " + event));
        out.println("Verdict    " + tried.verdict() + "; nothing was stored or sent");
    }

    private void print(Tried.Event event) {
        out.println("Event      " + event.trigger() + ", " + event.change()
                + (event.act().isEmpty() ? "" : ", " + event.act()));
        out.println("Decision   " + event.decision() + ": " + event.reason());
        Tried.Plan plan = event.plan();
        if (plan == null) {
            return;
        }
        out.println("Plan       " + plan.purpose() + ", " + plan.codeLength() + " digits, " + plan.tries()
                + " tries, valid for " + plan.timeToLive() + ", texts in " + plan.locale());
        if (!plan.recipient().equals("patient")) {
            out.println("Recipient  " + plan.recipient());
        }
        if (plan.heldUntil() != null) {
            out.println("Held       until " + plan.heldUntil() + ", since it is quiet");
        }
        int number = 1;
        for (Tried.Step step : plan.steps()) {
            out.println("Step " + number + "     " + step.transport() + " to " + step.to() + ", waits "
                    + step.fallbackAfter() + " for " + step.until()
                    + (step.quiet().isEmpty() ? "" : ", not in " + step.quiet()));
            step.text().lines().forEach(line -> out.println("  | " + line));
            number++;
        }
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "(none)" : text;
    }
}
