package org.countersign.audit;

/** The trail of what happened. */
public interface AuditTrail {

    /**
     * Appends one entry in the caller's transaction, which must be open: the entry stands if and only if the transition
     * it tells of does. After the commit call {@link org.countersign.platform.WakeUps#outcomes()}.
     */
    void append(AuditFact fact);
}
