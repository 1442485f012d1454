package org.countersign.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.event.Delimiters;
import org.countersign.event.MessageCharset;
import org.countersign.event.MessageHeader;
import org.countersign.event.Site;

/**
 * Writes the general acknowledgement (HL7 v2.5.1 §2.13): MSH, MSA and, for a refusal, ERR. Fields of the request come back as they were sent, less whatever could break the answer; nothing else of the request does. Pure but
 * for the clock and the control ids. Thread-safe.
 */
final class Acknowledgement {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ", Locale.ROOT);
    private static final String OUR_VERSION = "2.5.1";

    private final Clock clock;
    private final ControlIds controlIds = new ControlIds();

    Acknowledgement(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes the answer to a message.
     *
     * @param request what could be read of its header, bytes as ISO 8859-1
     * @param site zone of MSH-7, and the charset of messages that name none
     * @param refusal why it is AE or AR; AA without
     */
    byte[] write(MessageHeader request, Site site, Optional<Refusal> refusal) {
        return write(request, site, refusal.map(Refusal::acknowledgement).orElse(AcknowledgementCode.AA), refusal);
    }

    /**
     * Writes the answer to a message, in original or enhanced mode.
     *
     * @param code MSA-1
     * @param refusal why it is an error; not told with an AA or CA
     */
    byte[] write(MessageHeader request, Site site, AcknowledgementCode code, Optional<Refusal> refusal) {
        var segments = new Segments(request.delimiters(), Version.of(request.versionId()));
        String time = TIME.format(clock.instant().atZone(site.zone()));
        // an answer in enhanced mode says itself that it wants none (§2.9.2.1)
        String wish = code.isEnhanced() ? "NE" : "";
        String msh = segments.msh(request, time, controlIds.next(), wish, charsetName(request, site));
        String rest = segments.msa(code.name(), request.controlId(), refusal)
                + refusal.map(segments::err).orElse("");
        // the request's fields are its bytes one to one, so this gives back just those, in whatever charset they are
        return (msh + rest).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** MSH-18 is the request's own; where that is empty, the charset by which its bytes that are not ASCII are read. */
    private static String charsetName(MessageHeader request, Site site) {
        String echoed = request.sendingApplication()
                + request.sendingFacility()
                + request.receivingApplication()
                + request.receivingFacility()
                + request.controlId();
        if (!request.charset().isEmpty()) {
            // a charset that cannot be framed was not used here
            return MessageCharset.isUnframeable(request.charset()) ? "ASCII" : request.charset();
        }
        return StandardCharsets.US_ASCII.newEncoder().canEncode(echoed) ? "" : tableName(site.charset());
    }

    /** As table 0211 has it. */
    private static String tableName(Charset charset) {
        String name = charset.name();
        return switch (name) {
            case "UTF-8" -> "UNICODE UTF-8";
            case "GB18030" -> "GB 18030-2000";
            case "EUC-KR" -> "KS X 1001";
            case "Big5" -> "BIG-5";
            default -> name.startsWith("ISO-8859-") ? "8859/" + name.substring("ISO-8859-".length()) : name;
        };
    }

    /**
     * Puts answers into one batch (HL7 v2.5.1 §2.10.3): the control id of the request's batch stands in BHS-12, what was
     * wrong with it in BTS-2.
     *
     * @param answers to the messages of the batch, in order
     */
    byte[] writeBatch(MessageHeader request, Site site, List<byte[]> answers, String problem) {
        var segments = new Segments(request.delimiters(), Version.NEW);
        return enclose(segments, "BHS", "BTS", request, site, answers, answers.size(), problem);
    }

    /** Puts batches into one file: as {@link #writeBatch}, with FHS and FTS. */
    byte[] writeFile(MessageHeader request, Site site, List<byte[]> batches, String problem) {
        var segments = new Segments(request.delimiters(), Version.NEW);
        return enclose(segments, "FHS", "FTS", request, site, batches, batches.size(), problem);
    }

    private byte[] enclose(
            Segments segments,
            String header,
            String trailer,
            MessageHeader request,
            Site site,
            List<byte[]> inside,
            int count,
            String problem) {
        String time = TIME.format(clock.instant().atZone(site.zone()));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                segments.enclosing(header, request, time, controlIds.next()).getBytes(StandardCharsets.ISO_8859_1));
        inside.forEach(bytes::writeBytes);
        bytes.writeBytes(segments.segment(trailer, Integer.toString(count), segments.escape(problem))
                .getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }

    /** HL7 versions as far as the answer depends on them. */
    private enum Version {
        /** To 2.3: MSH-9 is the message code alone. */
        OLD,
        /** 2.3.1 and 2.4: ERR has one field for everything. */
        MIDDLE,
        /** From 2.5: ERR-2 to ERR-8. */
        NEW;

        static Version of(String versionId) {
            if (versionId.startsWith("2.3.1") || versionId.startsWith("2.4")) {
                return MIDDLE;
            }
            boolean old = versionId.equals("2.1") || versionId.equals("2.2") || versionId.equals("2.3");
            return old ? OLD : NEW;
        }
    }

    /** Segments in the delimiters of the request. */
    private record Segments(Delimiters delimiters, Version version) {

        Segments {
            delimiters = usable(delimiters) ? delimiters : Delimiters.STANDARD;
        }

        private static boolean usable(Delimiters wanted) {
            String all = "" + wanted.field() + wanted.component() + wanted.repetition() + wanted.escape()
                    + wanted.subcomponent();
            return all.chars().distinct().count() == all.length()
                    && all.chars().allMatch(c -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c));
        }

        private String encoding() {
            return "" + delimiters.component() + delimiters.repetition() + delimiters.escape()
                    + delimiters.subcomponent();
        }

        /** FHS or BHS, whose fields are the same. */
        String enclosing(String name, MessageHeader request, String time, String controlId) {
            return segment(
                    name,
                    encoding(),
                    echo(request.receivingApplication()),
                    echo(request.receivingFacility()),
                    echo(request.sendingApplication()),
                    echo(request.sendingFacility()),
                    time,
                    "",
                    "",
                    "",
                    controlId,
                    echo(request.controlId()));
        }

        String msh(MessageHeader request, String time, String controlId, String wish, String charsetName) {
            return segment(
                    "MSH",
                    encoding(),
                    echo(request.receivingApplication()),
                    echo(request.receivingFacility()),
                    echo(request.sendingApplication()),
                    echo(request.sendingFacility()),
                    time,
                    "",
                    type(request.triggerEvent()),
                    controlId,
                    orElse(echo(request.processingId()), "P"),
                    orElse(echo(request.versionId()), OUR_VERSION),
                    "",
                    "",
                    wish,
                    wish,
                    "",
                    escape(charsetName));
        }

        /** MSA-3 holds a sentence of ours for those who know no ERR-8; never data of the message. */
        String msa(String code, String controlId, Optional<Refusal> refusal) {
            String sentence = version == Version.NEW
                    ? ""
                    : refusal.map(Refusal::sentence).map(this::escape).orElse("");
            return segment("MSA", code, echo(controlId), sentence);
        }

        String err(Refusal refusal) {
            String code = Integer.toString(refusal.code());
            String location = refusal.location().replace('^', delimiters.component());
            if (version == Version.NEW) {
                String coded = components(code, escape(refusal.codeText()), "HL70357");
                return segment("ERR", "", location, coded, "E", "", "", "", escape(refusal.sentence()));
            }
            char sub = delimiters.subcomponent();
            String coded = code + sub + escape(refusal.codeText()) + sub + "HL70357";
            String place = location.isEmpty() ? components("", "", "") : location;
            return segment("ERR", components(place, coded));
        }

        private String type(String triggerEvent) {
            String event = triggerEvent.replaceAll("[^A-Za-z0-9]", "");
            return version == Version.OLD || event.isEmpty() ? "ACK" : components("ACK", event, "ACK");
        }

        private String components(String... values) {
            return String.join(String.valueOf(delimiters.component()), values);
        }

        private String segment(String name, String... fields) {
            int last = fields.length;
            while (last > 0 && fields[last - 1].isEmpty()) {
                last--;
            }
            StringBuilder line = new StringBuilder(name);
            for (int i = 0; i < last; i++) {
                line.append(delimiters.field()).append(fields[i]);
            }
            return line.append('\r').toString();
        }

        /** A field as sent: its own delimiters stay, what would end the field, the segment or the frame does not. */
        private String echo(String field) {
            String escaped = "" + delimiters.escape() + 'F' + delimiters.escape();
            return printable(field).replace(String.valueOf(delimiters.field()), escaped);
        }

        private String escape(String text) {
            StringBuilder escaped = new StringBuilder();
            delimiters.escape(printable(text), escaped);
            return escaped.toString();
        }

        private static String printable(String text) {
            return text.replaceAll("\\p{Cntrl}", "");
        }

        private static String orElse(String value, String otherwise) {
            return value.isEmpty() ? otherwise : value;
        }
    }
}
