package org.countersign.verification;

import org.countersign.testing.FhirHub;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** {@link FhirHub} by which verifications can be started as well; nothing is sent. */
@Configuration(proxyBeanMethods = false)
@Import({FhirHub.class, StartConfiguration.class, VerificationStartController.class, DoNotContactController.class})
class StartHub {}
