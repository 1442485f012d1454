package org.countersign.silent;

import java.util.Optional;
import org.countersign.platform.Sensitive;

/**
 * A phone that its operator sent back, for a state that lives.
 *
 * @param sealed the state as it travelled
 * @param code the authorization code; empty where there is none
 * @param error OAuth's code of what went wrong; empty for none
 * @param issuer who says that it answered (RFC 9207); empty where nobody does
 * @param sameBrowser whether it is the browser that left
 */
record Returned(
        SilentState state,
        Sensitive<String> sealed,
        Optional<Sensitive<String>> code,
        String error,
        String issuer,
        boolean sameBrowser) {}
