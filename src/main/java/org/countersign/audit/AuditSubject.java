package org.countersign.audit;

import org.countersign.platform.Sensitive;

/**
 * The patient of an audit entry.
 *
 * @param patientKey pseudonym, for search
 * @param identifier PID-3.1, stored sealed
 * @param authority PID-3.4, stored sealed; may be empty
 */
public record AuditSubject(String patientKey, Sensitive<String> identifier, String authority) {}
