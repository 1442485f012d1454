package org.countersign.console;

import java.time.Clock;
import org.countersign.challenge.ChallengeStore;
import org.countersign.challenge.CodeVerifier;
import org.countersign.message.MessageCatalog;
import org.countersign.platform.Sensitive;
import org.countersign.verification.SendAsker;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.servlet.LocaleResolver;

/** Wires the pages and who may see them. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    ConsoleUserStore consoleUserStore(JdbcClient jdbc) {
        return new ConsoleUserStore(jdbc);
    }

    @Bean
    UserDetailsService consoleUsers(ConsoleUserStore users) {
        return name -> User.withUsername(name)
                .password(users.findPasswordHash(name)
                        .orElseThrow(() -> new UsernameNotFoundException("Nobody has this name")))
                .roles("PHARMACIST")
                .build();
    }

    @Bean
    RefillBoard refillBoard(ChallengeStore store, Clock clock) {
        return new RefillBoard(store, clock);
    }

    @Bean
    RefillCheck refillCheck(RefillBoard board, CodeVerifier verifier) {
        return new RefillCheck(board, verifier);
    }

    /** By this name Spring MVC looks for it. */
    @Bean
    LocaleResolver localeResolver(MessageCatalog languages, ConsoleProperties properties) {
        return new PageLanguage(languages, properties.language());
    }

    /** By this name Thymeleaf's {@code #{…}} finds it. */
    @Bean
    MessageSource messageSource(MessageCatalog languages) {
        return new PageWords(languages);
    }

    @Bean
    RefillNext refillNext(RefillBoard board, SendAsker asker) {
        return new RefillNext(board, asker);
    }

    @Bean
    SignInThrottle signInThrottle(Clock clock) {
        return new SignInThrottle(clock);
    }

    @Bean
    FirstSignIn firstSignIn(
            ConsoleUserStore users, PasswordEncoder encoder, Clock clock, ConsoleProperties properties) {
        FirstSignIn first = new FirstSignIn(users, encoder, clock, System.out);
        if (!properties.password().isEmpty()) {
            first.configure(Sensitive.of(properties.password()));
        }
        return first;
    }

    /** Waits until the page is there, since the password is shown only once. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> invitation(FirstSignIn first) {
        return event -> {
            if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
                String host = event.getApplicationContext().getEnvironment().getProperty("server.address", "127.0.0.1");
                first.invite("http://" + host + ":" + web.getWebServer().getPort() + "/refills");
            }
        };
    }
}
