package org.countersign.routing;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** A component of the running hub in a scratch context: makes endpoints there and is neither started nor stopped. */
final class LentComponent extends DefaultComponent {

    private final Component owner;

    LentComponent(Component owner) {
        this.owner = owner;
    }

    /** Nobody else has given it a context where no hub runs, or none yet; the hub's own takes the place of this one. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        CamelContext lender = owner.getCamelContext();
        if (lender == null || lender.isStopped()) {
            owner.setCamelContext(getCamelContext());
        }
    }

    @Override
    public Endpoint createEndpoint(String uri) throws Exception {
        return owner.createEndpoint(uri);
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        return owner.createEndpoint(uri, properties);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        return owner.createEndpoint(uri, parameters);
    }
}
