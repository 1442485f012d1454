package org.countersign.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.countersign.guard.NumberProfile;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;
import org.countersign.policy.Transport;

/**
 * One message that is to be sent now, exactly once.
 *
 * @param turn counts the sends of the challenge from 1
 * @param step index into the plan's steps
 * @param to E.164 number or e-mail address
 * @param number what is known of the number that it goes to
 * @param localTime time of day where the number is at home, as {@code 21:30}; empty where nobody knows
 * @param text the final words, code included
 * @param code the code alone, for providers that have the words themselves
 * @param unheard channels that did not bring an earlier message of this challenge over the transport: to be asked last
 */
record Delivery(
        UUID challengeId,
        int turn,
        int step,
        Transport transport,
        Sensitive<String> to,
        NumberProfile number,
        String localTime,
        Locale locale,
        String facility,
        Purpose purpose,
        Sensitive<String> text,
        Sensitive<String> code,
        List<String> unheard) {

    /** The same to a number of which more is known. */
    Delivery with(NumberProfile better) {
        return new Delivery(
                challengeId,
                turn,
                step,
                transport,
                to,
                better,
                localTime,
                locale,
                facility,
                purpose,
                text,
                code,
                unheard);
    }

    /** Names this send for the provider: unique, and says nothing. */
    String reference() {
        return challengeId + "/" + turn;
    }
}
