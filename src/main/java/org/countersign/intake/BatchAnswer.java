package org.countersign.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.countersign.event.MessageHeader;
import org.countersign.event.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the messages of a batch taken one by one, in order, and puts their answers into one batch of the same shape (HL7
 * v2.5.1 §2.10.3). What is refused among them does not stop the others.
 */
final class BatchAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(BatchAnswer.class);

    private BatchAnswer() {}

    /**
     * @param intake takes one message; completes with its answer, with no bytes where it has none, and never fails
     * @return the answer; no bytes when no message of the batch has one
     */
    static CompletionStage<byte[]> of(
            Batch batch, Site site, Acknowledgement writer, Function<byte[], CompletionStage<byte[]>> intake) {
        List<CompletableFuture<byte[]>> groups = new ArrayList<>();
        report(site, batch.problem());
        for (Batch.Group group : batch.groups()) {
            report(site, group.problem());
            List<CompletableFuture<byte[]>> answers = group.messages().stream()
                    .map(message -> intake.apply(message).toCompletableFuture())
                    .toList();
            groups.add(all(answers).thenApply(done -> group(group, batch, site, writer, done)));
        }
        return all(groups).thenApply(done -> whole(batch, site, writer, done));
    }

    private static byte[] group(
            Batch.Group group, Batch batch, Site site, Acknowledgement writer, List<byte[]> answers) {
        List<byte[]> spoken =
                answers.stream().filter(answer -> answer.length > 0).toList();
        if (spoken.isEmpty() && !group.messages().isEmpty()) {
            return new byte[0];
        }
        MessageHeader header = group.header().orElseGet(batch::envelope);
        return writer.writeBatch(header, site, spoken, group.problem());
    }

    private static byte[] whole(Batch batch, Site site, Acknowledgement writer, List<byte[]> groups) {
        List<byte[]> spoken =
                groups.stream().filter(answer -> answer.length > 0).toList();
        boolean silent = spoken.isEmpty() && batch.size() > 0;
        if (batch.file().isPresent() && !silent) {
            return writer.writeFile(batch.file().get(), site, spoken, batch.problem());
        }
        var bytes = new java.io.ByteArrayOutputStream();
        spoken.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static void report(Site site, String problem) {
        if (!problem.isEmpty()) {
            LOG.warn("A batch of feed {}: {}", site.feed(), problem);
        }
    }

    private static CompletableFuture<List<byte[]>> all(List<CompletableFuture<byte[]>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }
}
