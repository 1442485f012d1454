package org.countersign.channel;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Header;

/** Stands for the dispatcher's {@code deliveryReceipts}. */
final class RecordingReceipts {

    final Queue<Receipt> received = new ConcurrentLinkedQueue<>();
    volatile List<String> unreported = List.of();

    public void receive(
            @Header("Channel") String channel,
            @Header("ProviderReference") String providerReference,
            @Header("Progress") String progress) {
        received.add(new Receipt(channel, providerReference, progress));
    }

    public List<String> unreported(String channel) {
        return unreported;
    }

    record Receipt(String channel, String providerReference, String progress) {}
}
