package org.countersign.provider;

import java.time.Clock;
import java.time.Duration;
import org.countersign.platform.ChannelSettings;
import org.countersign.smart.LimitedHttp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the requests to providers; the bean names are the vocabulary of routes. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration EXCHANGE = Duration.ofSeconds(15);
    private static final long LONGEST_ANSWER = 64 * 1024;

    @Bean
    LimitedHttp providerHttp() {
        return new LimitedHttp(CONNECT, EXCHANGE, LONGEST_ANSWER);
    }

    @Bean
    ProviderRequest providerRequest(ChannelSettings settings, LimitedHttp providerHttp, Clock clock) {
        return new ProviderRequest(settings, providerHttp, clock);
    }

    @Bean
    Json json() {
        return new Json();
    }
}
