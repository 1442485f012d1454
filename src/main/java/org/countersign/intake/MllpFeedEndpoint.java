package org.countersign.intake;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One feed as a Camel endpoint. */
final class MllpFeedEndpoint extends DefaultEndpoint {

    private final MllpFeedComponent component;
    private final String name;
    private final Feed feed;

    MllpFeedEndpoint(String uri, MllpFeedComponent component, String name, Feed feed) {
        super(uri, component);
        this.component = component;
        this.name = name;
        this.feed = feed;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("mllp-feed only receives; to send, use mllp");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new MllpFeedConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    FeedListener attach(FrameReceiver receiver) {
        return component.attach(name, feed, receiver);
    }

    void detach() {
        component.detach(name);
    }

    byte[] refuse(Frame frame) {
        return component.refuse(frame, name);
    }

    String name() {
        return name;
    }
}
