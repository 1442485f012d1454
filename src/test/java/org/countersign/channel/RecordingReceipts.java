package org.countersign.channel;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Header;

/** Stands for the dispatcher's {@code deliveryReceipts}. */
final class RecordingReceipts {

    final Queue<Receipt> received = new ConcurrentLinkedQueue<>();
    volatile List<String> unreported = List.of();
    final Map<String, String> senders = new ConcurrentHashMap<>();

    public void receive(
            @Header("Channel") String channel,
            @Header("ProviderReference") String providerReference,
            @Header("Progress") String progress) {
        received.add(new Receipt(channel, providerReference, progress));
    }

    public List<String> unreported(String channel) {
        return unreported;
    }

    public String sender(String channel, String providerReference) {
        return senders.getOrDefault(providerReference, "");
    }

    record Receipt(String channel, String providerReference, String progress) {}
}
