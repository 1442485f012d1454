package org.countersign.channel;

import com.twilio.exception.ApiException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ValidationException;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the hub's own words why a provider did not take a message. Providers quote numbers and addresses in their
 * errors, so that neither their text nor their exception goes any further.
 */
public final class ChannelFailure {

    /** What an SMS network answers when it is busy rather than unwilling; SMPP v3.4 §5.1.3. */
    private static final Set<Integer> BUSY =
            Set.of(SMPPConstant.STAT_ESME_RTHROTTLED, SMPPConstant.STAT_ESME_RMSGQFUL, SMPPConstant.STAT_ESME_RSYSERR);

    private static final int TOO_MANY_REQUESTS = 429;

    public ChannelFailure() {}

    /** For a Kamelet's {@code doCatch}: fails the exchange with an {@link OperationalException} instead. */
    public void raise(Exchange exchange, @ExchangeException Exception failure) {
        exchange.setException(told(failure));
    }

    /** The same failure in the hub's own words, which name no number and no address. */
    public static OperationalException told(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.addFirst(cause); // the innermost knows best
        }
        for (Throwable cause : causes) {
            OperationalException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return new OperationalException(
                ErrorCategory.INTERNAL,
                "It failed: " + causes.getFirst().getClass().getName());
    }

    private static @Nullable OperationalException known(Throwable cause) {
        return switch (cause) {
            case OperationalException ours -> ours;
            case ValidationException ignored ->
                of(ErrorCategory.INVALID_INPUT, "The address is not of the form that this channel takes");
            case NegativeResponseException smpp -> smpp(smpp.getCommandStatus());
            case ResponseTimeoutException ignored ->
                of(ErrorCategory.TIMEOUT, "The SMS network did not answer in time");
            case ApiException twilio -> twilio(twilio.getStatusCode(), twilio.getCode());
            case AuthenticationFailedException ignored ->
                of(ErrorCategory.REFUSED, "The mail server refused the hub's user name or password");
            case SMTPSendFailedException smtp -> mail(smtp.getReturnCode());
            case SendFailedException ignored -> of(ErrorCategory.REFUSED, "The mail server refused the message");
            case SocketTimeoutException ignored -> of(ErrorCategory.TIMEOUT, "The provider did not answer in time");
            case IOException ignored -> of(ErrorCategory.UNAVAILABLE, "The provider cannot be reached");
            case MessagingException ignored -> of(ErrorCategory.UNAVAILABLE, "The mail server cannot be used now");
            default -> null;
        };
    }

    private static OperationalException smpp(int status) {
        return of(
                BUSY.contains(status) ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                "The SMS network did not take the message (SMPP status 0x%08X)".formatted(status));
    }

    /** RFC 5321 §4.2.1; a server that hangs up instead of an answer may have the message. */
    private static OperationalException mail(int code) {
        if (code < 0) {
            return of(ErrorCategory.TIMEOUT, "The mail server broke off before it answered");
        }
        return of(
                code / 100 == 4 ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                "The mail server did not take the message (SMTP " + code + ")");
    }

    private static OperationalException twilio(@Nullable Integer status, @Nullable Integer code) {
        boolean busy = status == null || status >= 500 || status == TOO_MANY_REQUESTS;
        return of(
                busy ? ErrorCategory.UNAVAILABLE : ErrorCategory.REFUSED,
                "Twilio did not take the message (HTTP " + status + (code == null ? "" : ", error " + code) + ")");
    }

    private static OperationalException of(ErrorCategory category, String sentence) {
        return new OperationalException(category, sentence);
    }
}
