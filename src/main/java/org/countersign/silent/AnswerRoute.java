package org.countersign.silent;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands phones that came back to the route that asks their operator, and does not wait for it. */
final class AnswerRoute implements Consumer<Returned> {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerRoute.class);
    private static final String ROUTE = "direct:silent-camara-answer";

    private final Supplier<ProducerTemplate> routes;

    AnswerRoute(Supplier<ProducerTemplate> routes) {
        this.routes = routes;
    }

    @Override
    public void accept(Returned returned) {
        Thread.startVirtualThread(() ->
                tell(routes.get().send(ROUTE, exchange -> exchange.setProperty(SilentAnswers.RETURNED, returned))));
    }

    /** What its beans do not expect the route tells itself; here is told when there is no such route. */
    private static void tell(Exchange done) {
        if (done.getException() != null) {
            LOG.warn(
                    "A phone came back, and {} could not be asked about it: {}; the next step follows when the wait ends",
                    ROUTE,
                    done.getException().getClass().getSimpleName());
        }
    }
}
