package org.countersign.channel;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Address;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelFailureTest {

    @ParameterizedTest
    @CsvSource({"421, UNAVAILABLE", "451, UNAVAILABLE", "550, REFUSED", "554, REFUSED", "-1, TIMEOUT"})
    void whatAMailServerAnswersSaysWhetherAnotherMayCarryTheMessage(int code, ErrorCategory category) {
        OperationalException failure = ChannelFailure.told(answered(code));
        assertThat(failure.category()).isEqualTo(category);
        assertThat(failure).hasMessageNotContaining("ann@home.example").hasNoCause();
    }

    private static SMTPSendFailedException answered(int code) {
        Address[] none = {};
        return new SMTPSendFailedException("DATA", code, code + " ann@home.example", null, none, none, none);
    }
}
