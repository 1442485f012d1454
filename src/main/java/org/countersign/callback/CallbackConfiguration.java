package org.countersign.callback;

import java.time.Clock;
import org.countersign.platform.ChannelSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the guard of the callbacks and what bounds them. */
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

    @Bean
    @ConditionalOnWebApplication
    FilterRegistrationBean<CallbackLimit> callbackLimit() {
        var registration = new FilterRegistrationBean<>(new CallbackLimit(CallbackGuard.LONGEST));
        registration.addUrlPatterns("/receipts/*");
        return registration;
    }

    @Bean
    CallbackGuard callbackGuard(ChannelSettings settings, Clock clock) {
        return new CallbackGuard(settings, clock);
    }
}
