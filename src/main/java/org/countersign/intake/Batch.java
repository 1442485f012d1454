package org.countersign.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.event.MessageHeader;
import org.countersign.event.MessageHeaderReader;
import org.jspecify.annotations.Nullable;

/**
 * The content of one frame that holds many messages: FHS { BHS { messages } BTS } FTS, of which FHS and FTS may be left
 * out, and BHS and BTS inside FHS (HL7 v2.5.1 §2.10.3). Goes by the first three letters of each line.
 *
 * @param file FHS; empty without one
 * @param problem what is wrong with the whole file, without its data; empty where nothing is
 */
record Batch(Optional<MessageHeader> file, List<Group> groups, String problem) {

    /**
     * One BHS to BTS.
     *
     * @param header BHS; empty without one
     * @param messages bytes of each as received, from MSH on
     * @param problem what is wrong with the batch as a whole, without its data; empty where nothing is
     */
    record Group(Optional<MessageHeader> header, List<byte[]> messages, String problem) {}

    /** Whether a frame starts with FHS or BHS. */
    static boolean isBatch(byte[] frame) {
        int start = firstLetter(frame);
        return start + 3 < frame.length
                && (frame[start] == 'F' || frame[start] == 'B')
                && frame[start + 1] == 'H'
                && frame[start + 2] == 'S'
                && !Character.isLetterOrDigit(frame[start + 3]);
    }

    static Batch of(byte[] frame) {
        return new Cutter(frame, firstLetter(frame)).cut();
    }

    /** The line that it starts with. */
    MessageHeader envelope() {
        return file.or(() -> groups.getFirst().header()).orElseThrow();
    }

    /** How many messages it holds. */
    int size() {
        return groups.stream().mapToInt(group -> group.messages().size()).sum();
    }

    /** Behind blanks and UTF-8's byte order mark. */
    private static int firstLetter(byte[] frame) {
        boolean marked =
                frame.length > 2 && frame[0] == (byte) 0xEF && frame[1] == (byte) 0xBB && frame[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        while (start < frame.length && frame[start] >= 0 && frame[start] <= ' ') {
            start++;
        }
        return start;
    }

    /** Walks the lines once. */
    private static final class Cutter {

        private final byte[] frame;
        private final List<Group> groups = new ArrayList<>();
        private Optional<MessageHeader> file = Optional.empty();
        private Optional<MessageHeader> header = Optional.empty();
        private List<byte[]> messages = new ArrayList<>();
        private @Nullable String trailer;
        private @Nullable String fileTrailer;
        private boolean groupOpen;
        private boolean stray;
        private int place;
        private int messageStart = -1;

        Cutter(byte[] frame, int start) {
            this.frame = frame;
            this.place = start;
        }

        Batch cut() {
            while (place < frame.length) {
                int end = place;
                while (end < frame.length && frame[end] != '\r' && frame[end] != '\n') {
                    end++;
                }
                take(place, end);
                place = end + 1;
            }
            endMessage(frame.length);
            endGroup();
            String problem = file.map(fhs -> problem(fhs, "FTS", fileTrailer, groups.size(), "batches"))
                    .orElse("");
            return new Batch(file, groups, problem);
        }

        private void take(int start, int end) {
            switch (name(start, end)) {
                case "FHS" -> {
                    endMessage(start);
                    file = Optional.of(MessageHeaderReader.readBatch(text(start, end)));
                }
                case "BHS" -> {
                    endMessage(start);
                    endGroup();
                    groupOpen = true;
                    header = Optional.of(MessageHeaderReader.readBatch(text(start, end)));
                }
                case "BTS" -> {
                    endMessage(start);
                    trailer = text(start, end);
                    endGroup();
                }
                case "FTS" -> {
                    endMessage(start);
                    endGroup();
                    fileTrailer = text(start, end);
                }
                case "MSH" -> {
                    endMessage(start);
                    groupOpen = true;
                    messageStart = start;
                }
                default -> stray |= messageStart < 0 && !text(start, end).isBlank();
            }
        }

        private void endMessage(int end) {
            if (messageStart >= 0) {
                messages.add(java.util.Arrays.copyOfRange(frame, messageStart, end));
                messageStart = -1;
            }
        }

        private void endGroup() {
            if (groupOpen) {
                String problem = header.map(bhs -> problem(bhs, "BTS", trailer, messages.size(), "messages"))
                        .orElse("");
                String lost = stray ? "Segments outside of a message were left out" : "";
                String both = problem.isEmpty() || lost.isEmpty() ? problem + lost : problem + "; " + lost;
                groups.add(new Group(header, messages, both));
            }
            groupOpen = false;
            stray = false;
            header = Optional.empty();
            trailer = null;
            messages = new ArrayList<>();
        }

        /** The trailer's first field is how many there are, if anything. */
        private static String problem(
                MessageHeader opened, String name, @Nullable String trailer, int count, String things) {
            if (trailer == null) {
                return name + " is missing";
            }
            int from = Math.min(4, trailer.length());
            int separator = trailer.indexOf(opened.delimiters().field(), from);
            String told = trailer.substring(from, separator < 0 ? trailer.length() : separator)
                    .strip();
            if (told.isEmpty() || told.equals("\"\"")) {
                return "";
            }
            if (!told.matches("[0-9]{1,9}")) {
                return name + "-1 is no number";
            }
            int number = Integer.parseInt(told);
            return number == count ? "" : name + "-1 says " + number + ", and " + count + " " + things + " came";
        }

        private String name(int start, int end) {
            boolean named = end - start >= 3 && (end - start == 3 || !Character.isLetterOrDigit(frame[start + 3]));
            return named ? text(start, start + 3) : "";
        }

        private String text(int start, int end) {
            return new String(frame, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }
}
