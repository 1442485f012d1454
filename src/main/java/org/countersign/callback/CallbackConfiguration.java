package org.countersign.callback;

import java.time.Clock;
import org.countersign.platform.ChannelSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the guard of the callbacks. */
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    @Bean
    ChannelSettings channelSettings(Environment environment) {
        return new ChannelSettings(environment::getProperty);
    }

    @Bean
    CallbackGuard callbackGuard(ChannelSettings settings, Clock clock) {
        return new CallbackGuard(settings, clock);
    }
}
