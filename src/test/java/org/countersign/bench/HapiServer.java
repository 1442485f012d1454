package org.countersign.bench;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.MetadataKeys;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.countersign.intake.DurableFeed;

/** HAPI's SimpleServer, whose application commits each message to the hub's inbox before it answers. */
final class HapiServer implements AutoCloseable {

    private final DefaultHapiContext context = new DefaultHapiContext();
    private final HL7Service server;

    HapiServer(int port, DurableFeed store) throws Exception {
        context.setValidationContext(ValidationContextFactory.noValidation());
        server = context.newServer(port, false);
        server.registerApplication(new Application(store));
        server.startAndWait();
    }

    @Override
    public void close() throws IOException {
        server.stopAndWait();
        context.close();
    }

    private record Application(DurableFeed store) implements ReceivingApplication<Message> {

        @Override
        public Message processMessage(Message message, Map<String, Object> metadata) throws HL7Exception {
            try {
                String raw = String.valueOf(metadata.get(MetadataKeys.IN_RAW_MESSAGE));
                store.commitOne(raw.getBytes(StandardCharsets.US_ASCII), new Terser(message).get("/MSH-10"));
                return message.generateACK();
            } catch (IOException e) {
                throw new HL7Exception(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }
    }
}
