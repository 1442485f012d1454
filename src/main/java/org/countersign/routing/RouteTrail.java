package org.countersign.routing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.countersign.audit.AuditFact;
import org.countersign.audit.AuditKind;
import org.countersign.audit.AuditOutcome;
import org.countersign.audit.AuditTrail;
import org.countersign.intake.DecisionComparison.Compared;
import org.countersign.platform.WakeUps;
import org.springframework.transaction.support.TransactionOperations;

/** Writes into the trail that other routes run, who let them, and how many decisions differ. */
final class RouteTrail {

    private static final int FILES_AT_MOST = 500;

    private final AuditTrail trail;
    private final TransactionOperations transactions;
    private final WakeUps wakeUps;

    RouteTrail(AuditTrail trail, TransactionOperations transactions, WakeUps wakeUps) {
        this.trail = trail;
        this.transactions = transactions;
        this.wakeUps = wakeUps;
    }

    /** @param approver who approved it; empty where nobody had to */
    void changed(String hash, String files, String approver, Compared compared, Instant at) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("change", hash);
        details.put("files", files.length() > FILES_AT_MOST ? files.substring(0, FILES_AT_MOST) + "…" : files);
        details.put("compared", Integer.toString(compared.messages()));
        details.put("differences", Integer.toString(compared.differences().size()));
        if (!approver.isEmpty()) {
            details.put("client", approver);
        }
        transactions.executeWithoutResult(status -> trail.append(new AuditFact(
                AuditKind.ROUTES_CHANGED,
                AuditOutcome.SUCCESS,
                at,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                details)));
        wakeUps.outcomes();
    }
}
