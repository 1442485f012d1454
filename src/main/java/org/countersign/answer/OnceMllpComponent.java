package org.countersign.answer;

import java.net.ConnectException;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.mllp.MllpComponent;
import org.apache.camel.component.mllp.MllpConfiguration;
import org.apache.camel.component.mllp.MllpEndpoint;
import org.apache.camel.component.mllp.MllpException;
import org.apache.camel.component.mllp.MllpTcpClientProducer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Camel's {@code mllp:}, for senders, less its habit of sending a message again by itself when the acknowledgement
 * cannot be read: whether a message that may have arrived is repeated is for {@link Destination.Unknown} to say. And it
 * writes no message into the log. One more option: {@code tls}, the name of a bundle of {@code spring.ssl.bundle}.
 */
final class OnceMllpComponent extends MllpComponent {

    private final Function<String, SSLContextParameters> tls;

    /** @param tls gives the TLS settings of a name that a route says as {@code tls} */
    OnceMllpComponent(Function<String, SSLContextParameters> tls) {
        this.tls = tls;
        setLogPhi(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String bundle = getAndRemoveParameter(parameters, "tls", String.class, "");
        MllpEndpoint plain = (MllpEndpoint) super.createEndpoint(uri, remaining, parameters);
        OnceEndpoint endpoint = new OnceEndpoint(uri, this, plain.getConfiguration());
        endpoint.setHostname(plain.getHostname());
        endpoint.setPort(plain.getPort());
        if (!bundle.isEmpty()) {
            endpoint.getConfiguration().setSslContextParameters(tls.apply(bundle));
        }
        return endpoint;
    }

    /** Lets each message have one connection. */
    private static final class OnceEndpoint extends MllpEndpoint implements EndpointServiceLocation {

        /** The producer looks for its connection's TLS settings whenever it needs one; it works under a lock. */
        private int connections;

        OnceEndpoint(String uri, MllpComponent component, MllpConfiguration configuration) {
            super(uri, component, configuration);
        }

        @Override
        public Producer createProducer() {
            return new MllpTcpClientProducer(this) {
                @Override
                public void process(Exchange exchange) throws MllpException {
                    lock.lock();
                    try {
                        connections = 0;
                        super.process(exchange);
                    } finally {
                        lock.unlock();
                    }
                }
            };
        }

        @Override
        public @Nullable SSLContextParameters getSslContextParameters() {
            connections++;
            if (connections > 1) {
                OnceEndpoint.<RuntimeException>raise(new ConnectException("One connection a message"));
            }
            return super.getSslContextParameters();
        }

        /** The producer reads an IOException as "no new connection", and nothing else. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Throwable> void raise(Throwable cause) throws E {
            throw (E) cause;
        }
    }
}
