package org.countersign.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** Who took part: exactly one of the agents asked for what happened. Addresses of persons are never told. */
final class AuditEventAgents {

    private final AuditEntry entry;
    private final Reference hub;
    private final Optional<AuditSubject> subject;

    AuditEventAgents(AuditEntry entry, Reference hub, Optional<AuditSubject> subject) {
        this.entry = entry;
        this.hub = hub;
        this.subject = subject;
    }

    List<AuditEventAgentComponent> list(AuditKind kind) {
        return switch (kind) {
            case MESSAGE_READ, MESSAGE_FAILED, MESSAGE_REPLAYED, MESSAGE_VIEWED ->
                List.of(sender(), agent(AuditCodes.DESTINATION, false).setWho(hub));
            case CODE_ISSUED, CODE_WITHHELD, SEND_ASKED, CODE_UNDELIVERED -> sent();
            case NUMBER_LOOKED_UP, CODE_SENT, CODE_DELIVERED, SEND_FAILED -> sent();
            case CODE_VERIFIED, CODE_REFUSED, CHALLENGE_LOCKED -> checked();
            case CHALLENGE_EXPIRED, CHALLENGE_CANCELLED, CHALLENGE_SUPERSEDED, CHALLENGE_MERGED, TELECOM_CHANGED ->
                List.of(agent(AuditCodes.APPLICATION, true).setWho(hub));
            case ANSWER_SENT, ANSWER_FAILED, RECORD_UPDATED, RECORD_NOT_UPDATED -> answered();
            case CONTACT_BARRED, CONTACT_ALLOWED ->
                List.of(asker(), agent(AuditCodes.DESTINATION, false).setWho(hub));
            case ROUTES_CHANGED -> configured();
        };
    }

    /** Who approved it, else the hub, which saw it in its folder. */
    private List<AuditEventAgentComponent> configured() {
        List<AuditEventAgentComponent> agents = new ArrayList<>();
        String client = entry.detail("client");
        if (!client.isEmpty()) {
            agents.add(agent(AuditCodes.APPLICATION, true).setAltId(client));
        }
        agents.add(agent(AuditCodes.DESTINATION, client.isEmpty()).setWho(hub));
        return agents;
    }

    /** A client of the API; else the channel that a reply came by, since the hub does not know who holds the phone. */
    private AuditEventAgentComponent asker() {
        String client = entry.detail("client");
        return client.isEmpty()
                ? agent(AuditCodes.SOURCE, true).setWho(channel(entry.detail("channel")))
                : agent(AuditCodes.APPLICATION, true).setAltId(client);
    }

    /** The hub as the client, the EHR as the server. */
    private List<AuditEventAgentComponent> answered() {
        String name = entry.detail("destination");
        AuditEventAgentComponent ehr = agent(AuditCodes.DESTINATION, false);
        ehr.setName(name.isEmpty() ? "unknown" : name);
        return List.of(agent(AuditCodes.SOURCE, true).setWho(hub), ehr);
    }

    private AuditEventAgentComponent sender() {
        AuditEventAgentComponent sender = agent(AuditCodes.SOURCE, true);
        String name = entry.detail("sender").isEmpty() ? entry.detail("feed") : entry.detail("sender");
        sender.setName(name.isEmpty() ? "unknown" : name);
        String certificate = entry.detail("peer");
        if (!certificate.isEmpty()) {
            sender.setWho(new Reference()
                    .setType("Device")
                    .setIdentifier(
                            new Identifier().setSystem(AuditCodes.CERTIFICATES).setValue(certificate))
                    .setDisplay(certificate));
        }
        return sender;
    }

    /** The hub sends, on its own account unless a client of the API asked for the code. */
    private List<AuditEventAgentComponent> sent() {
        List<AuditEventAgentComponent> agents = new ArrayList<>();
        String client = entry.detail("client");
        if (!client.isEmpty()) {
            agents.add(agent(AuditCodes.APPLICATION, true).setAltId(client));
        }
        agents.add(agent(AuditCodes.SOURCE, client.isEmpty()).setWho(hub));
        String channel = entry.detail("channel");
        if (!channel.isEmpty()) {
            agents.add(agent(AuditCodes.DESTINATION, false).setWho(channel(channel)));
        }
        recipient().ifPresent(who -> {
            AuditEventAgentComponent recipient =
                    agent(AuditCodes.RECIPIENT, false).setWho(who);
            medium().ifPresent(type -> recipient.setNetwork(network(type)));
            agents.add(recipient);
        });
        return agents;
    }

    /** The verifier asked; where no person checked it for them, it was whoever the code went to. */
    private List<AuditEventAgentComponent> checked() {
        List<AuditEventAgentComponent> agents = new ArrayList<>();
        String verifier = entry.detail("verifier");
        Optional<Reference> recipient = recipient();
        if (!verifier.isEmpty()) {
            agents.add(agent(AuditCodes.VERIFIER, true).setAltId(verifier));
        }
        recipient.ifPresent(who ->
                agents.add(agent(AuditCodes.RECIPIENT, verifier.isEmpty()).setWho(who)));
        agents.add(agent(AuditCodes.APPLICATION, agents.isEmpty()).setWho(hub));
        return agents;
    }

    /** The patient; or who stands for the patient, of whom no more is told than what they are to the patient. */
    private Optional<Reference> recipient() {
        String proxy = entry.detail("proxy");
        return proxy.isEmpty()
                ? subject.map(AuditEventEntities::patient)
                : Optional.of(new Reference().setType("RelatedPerson").setDisplay(proxy));
    }

    private Optional<AuditEventAgentNetworkType> medium() {
        return switch (entry.detail("transport")) {
            case "sms", "voice", "whatsapp", "viber", "rcs" -> Optional.of(AuditEventAgentNetworkType._3);
            case "email" -> Optional.of(AuditEventAgentNetworkType._4);
            default -> Optional.empty();
        };
    }

    private static Reference channel(String name) {
        return new Reference()
                .setType("Device")
                .setIdentifier(new Identifier().setSystem(AuditCodes.CHANNELS).setValue(name))
                .setDisplay(name);
    }

    private static AuditEventAgentComponent agent(CodeableConcept type, boolean requestor) {
        return new AuditEventAgentComponent().setType(type.copy()).setRequestor(requestor);
    }

    private static AuditEventAgentNetworkComponent network(AuditEventAgentNetworkType type) {
        return new AuditEventAgentNetworkComponent().setType(type);
    }
}
