package org.countersign.event;

import java.util.Map;
import java.util.Set;
import org.countersign.event.ContactConsent.Medium;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Consents to being written to, {@code countersign.consents.*}.
 *
 * @param types media ({@code text}, {@code call}, {@code email}) by the site's own code of a type of consent
 */
@ConfigurationProperties("countersign.consents")
record ConsentProperties(@DefaultValue Map<String, Set<Medium>> types) {}
