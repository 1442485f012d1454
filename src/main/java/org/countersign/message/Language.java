package org.countersign.message;

import java.util.Map;
import java.util.Objects;
import org.countersign.policy.Purpose;

/**
 * One language that the hub speaks.
 *
 * @param tag BCP 47, as its file is named
 * @param rightToLeft whether it is written from right to left
 */
record Language(String tag, boolean rightToLeft, SpokenDigits digits, Map<Purpose, Texts> purposes) {

    Texts texts(Purpose purpose) {
        return Objects.requireNonNull(purposes.get(purpose));
    }
}
