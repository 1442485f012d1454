package org.countersign.provider;

import java.time.Clock;
import java.time.Duration;
import org.countersign.platform.ChannelSettings;
import org.countersign.smart.BackendServices;
import org.countersign.smart.LimitedHttp;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the requests to providers; the bean names are the vocabulary of routes. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration EXCHANGE = Duration.ofSeconds(15);
    private static final Duration LOOKUP_CONNECT = Duration.ofSeconds(2);
    private static final Duration LOOKUP_EXCHANGE = Duration.ofSeconds(10);
    private static final long LONGEST_ANSWER = 64 * 1024;

    @Bean
    LimitedHttp providerHttp() {
        return new LimitedHttp(CONNECT, EXCHANGE, LONGEST_ANSWER);
    }

    @Bean
    ProviderRequest providerRequest(ChannelSettings settings, LimitedHttp providerHttp, Clock clock) {
        return new ProviderRequest(settings, providerHttp, clock);
    }

    /** Beyond the limit of any lookup, whose question is given up then. */
    @Bean
    LimitedHttp lookupHttp() {
        return new LimitedHttp(LOOKUP_CONNECT, LOOKUP_EXCHANGE, LONGEST_ANSWER);
    }

    @Bean
    LookupRequest lookupRequest(
            Environment environment, LimitedHttp lookupHttp, BackendServices services, Clock clock) {
        return new LookupRequest(
                ChannelSettings.ofLookups(environment::getProperty), lookupHttp, new AccessTokenBook(services), clock);
    }

    @Bean
    Json json() {
        return new Json();
    }
}
