package org.countersign.smart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scopes of SMART 1 and 2 allow. */
class ScopesTest {

    @ParameterizedTest
    @CsvSource({
        "system/AuditEvent.rs, AuditEvent, rs, true",
        "system/AuditEvent.rs, AuditEvent, c, false",
        "system/AuditEvent.r, AuditEvent, rs, false",
        "system/AuditEvent.read, AuditEvent, rs, true",
        "system/AuditEvent.read, AuditEvent, u, false",
        "system/Appointment.cu, Appointment, cu, true",
        "system/Appointment.cu, Task, cu, false",
        "system/Appointment.write, Appointment, cud, true",
        "system/Appointment.write, Appointment, r, false",
        "system/*.cruds, Task, cruds, true",
        "system/*.*, Task, cruds, true",
        "openid system/Task.c system/Task.u, Task, cu, true",
    })
    void aSystemScopeAllowsItsLettersOfItsType(String text, String type, String letters, boolean permitted) {
        assertThat(Scopes.parse(text).permit(type, letters)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "patient/Appointment.cruds",
                "user/*.cruds",
                "system/Appointment.uc",
                "system/Appointment.cx",
                "system/Appointment.",
                "system/appointment.c",
                "system/Appointment",
                "SYSTEM/Appointment.c",
                "system/Appointment.c?status=booked",
                "system/Appointment.cruds\tsystem/*.cruds"
            })
    void whatIsNoSystemScopeOrCannotBeHeldAllowsNothing(String text) {
        assertThat(Scopes.parse(text).permit("Appointment", "c")).isFalse();
    }

    @Test
    void withoutScopesNothingIsAllowed() {
        assertThat(Scopes.NONE.permit("Appointment", "r")).isFalse();
    }
}
