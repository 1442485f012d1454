package org.countersign.routing;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.countersign.audit.AuditTrail;
import org.countersign.channel.ChannelCatalog;
import org.countersign.intake.DecisionComparison;
import org.countersign.intake.FeedHold;
import org.countersign.lookup.LookupCatalog;
import org.countersign.platform.RouteFolder;
import org.countersign.platform.WakeUps;
import org.countersign.policy.PolicyCatalog;
import org.countersign.terms.TermsCatalog;
import org.countersign.wording.WordingDirectory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the routes folder: what the hub starts with, and what becomes of edits. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    RouteLint routeLint(ListableBeanFactory beans, Environment settings) {
        return new RouteLint(beans, settings);
    }

    @Bean
    @DependsOn("dataFolder")
    GoodCopy goodCopy(Environment settings) {
        return new GoodCopy(Path.of(settings.getProperty("countersign.data", "data"), "routes"));
    }

    @Bean
    StartingRoutes startingRoutes(GoodCopy good, RouteLint lint, RoutingProperties properties, Environment settings) {
        boolean approval = properties.differences() == RoutingProperties.Differences.APPROVE;
        return StartingRoutes.choose(folder(settings), good, lint, approval);
    }

    @Bean
    RouteFolder routeFolder(StartingRoutes start) {
        return new RouteFolder(start.folder());
    }

    /** Camel adds them before it starts. */
    @Bean
    RoutesBuilder startingRoutesBuilder(StartingRoutes start, Environment settings, ListableBeanFactory beans) {
        return new RoutesBuilder() {
            @Override
            public void addRoutesToCamelContext(CamelContext camel) throws Exception {
                // from now on they are this context's, and a check only borrows them
                ScratchRegistry.ownComponents(beans).forEach(camel::getComponent);
                RouteSwap.load(camel, start.files(), folder(settings).toString());
            }

            @Override
            public void addTemplatedRoutesToCamelContext(CamelContext camel) {
                // none: Kamelets make their routes when they are used
            }

            @Override
            public java.util.Set<String> updateRoutesToCamelContext(CamelContext camel) {
                return java.util.Set.of();
            }
        };
    }

    @Bean
    RouteDirectory routeDirectory(
            StartingRoutes start,
            GoodCopy good,
            RouteLint lint,
            CamelContext camel,
            FeedHold feeds,
            PolicyCatalog policies,
            ChannelCatalog channels,
            TermsCatalog terms,
            LookupCatalog lookups,
            DecisionComparison comparison,
            AuditTrail trail,
            TransactionOperations transactions,
            WakeUps wakeUps,
            RoutingProperties properties,
            Environment settings,
            Clock clock) {
        Path folder = folder(settings);
        return new RouteDirectory(
                folder,
                start,
                good,
                lint,
                new RouteSwap(camel, feeds, folder.toString()),
                policies,
                channels,
                terms,
                lookups,
                comparison,
                new RouteTrail(trail, transactions, wakeUps),
                properties,
                clock);
    }

    @Bean
    RouteHealth routeDirectoryHealthIndicator(RouteDirectory directory) {
        return new RouteHealth(directory);
    }

    @Bean
    RouteWatch routeWatch(RouteDirectory directory, WordingDirectory wording, CamelContext camel) {
        return new RouteWatch(directory, wording, camel);
    }

    @Bean
    CamelContextConfiguration routeWatchStart(ObjectProvider<RouteWatch> watch, RoutingProperties properties) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // nothing is watched before it runs
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                watch.getObject().start(properties.every());
            }
        };
    }

    private static Path folder(Environment settings) {
        return Path.of(settings.getProperty("countersign.routes", "routes"));
    }
}
