package org.countersign.smart;

import java.util.Optional;
import org.countersign.platform.Sensitive;

/** What the settings say, for as long as the hub runs. */
record FixedAuthorization(Optional<Sensitive<String>> header) implements Authorization {

    @Override
    public boolean renew(Sensitive<String> refused) {
        return false;
    }
}
