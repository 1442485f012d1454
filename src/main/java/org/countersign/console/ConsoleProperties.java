package org.countersign.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the pages, {@code countersign.console.*}.
 *
 * @param password of the user {@code pharmacist}, 8 to 72 bytes; without one it is made at the first start and shown
 *     once
 * @param language of the pages, whatever browsers ask for; tag of BCP 47
 */
@ConfigurationProperties("countersign.console")
record ConsoleProperties(
        @DefaultValue("") String password, @DefaultValue("") String language) {

    /** Without the password. */
    @Override
    public String toString() {
        return "ConsoleProperties[language=" + language + "]";
    }
}
