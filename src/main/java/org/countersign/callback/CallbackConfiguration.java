package org.countersign.callback;

import java.time.Clock;
import org.countersign.platform.ChannelSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the guard of the callbacks. */
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    @Bean
    CallbackGuard callbackGuard(ChannelSettings settings, Clock clock) {
        return new CallbackGuard(settings, clock);
    }
}
