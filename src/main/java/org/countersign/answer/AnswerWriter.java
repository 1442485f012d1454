package org.countersign.answer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.countersign.challenge.ChallengeState;
import org.countersign.event.SentMessage;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/**
 * Writes an answer as HL7 v2, from nothing but the message that is answered and the row of the answer: each try gives
 * the same bytes. Delimiters, version and charset are the request's; what comes back of it comes back as it was sent.
 */
final class AnswerWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String OUR_VERSION = "2.5.1";

    /** Our own table of reasons; HL7 table 0396 leaves 99 and what follows to everybody. */
    private static final String REASONS = "99CSN";

    private static final Set<String> ENCODED = Set.of("ORC", "TQ1", "RXE", "RXR", "RXC");
    private static final Set<String> GENERAL = Set.of("ORC", "RXO", "RXE");
    private static final Set<String> PRESCRIPTION = Set.of("ORC", "TQ1", "RXO", "RXR", "RXC");
    private static final Set<String> RESOURCES = Set.of("RGS", "AIS", "AIG", "AIL", "AIP");
    private static final int ORC_REASON = 16;
    private static final int SCH_STATUS = 25;
    private static final int AIS_STATUS = 10;

    private AnswerWriter() {}

    /**
     * Writes the answer to {@code request}, to be put into a frame as it is.
     *
     * @throws OperationalException INVALID_INPUT when the request does not hold what is to be answered
     */
    static byte[] write(SentMessage request, Answer answer, Destination.Role role) {
        var lines = new AnswerLines(request.header().delimiters());
        switch (answer.kind()) {
            case REFILL -> refill(lines, request, answer, role);
            case APPOINTMENT -> appointment(lines, request, answer);
            case ACKNOWLEDGEMENT -> acknowledgement(lines, request, answer);
            case RECORD -> throw new IllegalArgumentException("A record is no message");
        }
        Charset charset = request.charset().canEncode() ? request.charset() : StandardCharsets.UTF_8;
        return lines.text().getBytes(charset);
    }

    /** RRE (HL7 v2.5.1 §4.13.2, §4.13.9), ORR (§4.4.2) or ORP (§4.13.12): one order group, the one that was asked for. */
    private static void refill(AnswerLines lines, SentMessage request, Answer answer, Destination.Role role) {
        String type = request.header().type();
        Set<String> echoed = switch (type) {
            case "ORM^O01" -> GENERAL;
            case "OMP^O09" -> PRESCRIPTION;
            default -> ENCODED;
        };
        List<SentMessage.Line> group = request.refill(answer.act(), echoed);
        if (group.isEmpty()) {
            throw new OperationalException(
                    ErrorCategory.INVALID_INPUT, "The message does not hold the refill that the challenge was for");
        }
        switch (type) {
            case "RDE^O25" -> msh(lines, request, answer, "RRE", "O26", "RRE_O12");
            case "RDE^O11" -> msh(lines, request, answer, "RRE", "O12", "RRE_O12");
            case "ORM^O01" -> msh(lines, request, answer, "ORR", "O02", "ORR_O02");
            case "OMP^O09" -> msh(lines, request, answer, "ORP", "O10", "ORP_O10");
            default -> throw new OperationalException(ErrorCategory.INVALID_INPUT, "The message is no order");
        }
        lines.add("MSA", List.of("AA", request.field("MSH", 10)));
        pid(lines, request);
        boolean verified = answer.outcome().equals(ChallengeState.VERIFIED.name());
        lines.add("ORC", orc(lines, group.getFirst(), role.control(verified), verified ? "" : answer.outcome()));
        group.stream().skip(1).forEach(lines::add);
    }

    private static List<String> orc(AnswerLines lines, SentMessage.Line asked, String control, String failure) {
        List<String> orc = new ArrayList<>(Collections.nCopies(ORC_REASON, ""));
        orc.set(0, control);
        orc.set(1, asked.field(2));
        orc.set(2, asked.field(3));
        orc.set(3, asked.field(4));
        if (!failure.isEmpty()) {
            orc.set(ORC_REASON - 1, lines.components(failure, words(failure), REASONS));
        }
        return orc;
    }

    /** Why a refill was not confirmed, for the people at the other side. */
    private static String words(String outcome) {
        return switch (ChallengeState.valueOf(outcome)) {
            case EXPIRED -> "The code did not come back in time";
            case LOCKED -> "Too many wrong codes came back";
            case CANCELLED -> "The request was withdrawn";
            case UNDELIVERED -> "The code could not be delivered";
            case SUPERSEDED -> "The request was replaced by another";
            case OPEN, VERIFIED -> throw new IllegalArgumentException(outcome + " is no failure");
        };
    }

    /** SIU^S14 (HL7 v2.5.1 §10.4.3): the appointment as it was told to us, now booked. */
    private static void appointment(AnswerLines lines, SentMessage request, Answer answer) {
        List<SentMessage.Line> sch = request.lines(Set.of("SCH"));
        if (sch.isEmpty()) {
            throw new OperationalException(ErrorCategory.INVALID_INPUT, "The message holds no SCH segment");
        }
        msh(lines, request, answer, "SIU", "S14", "SIU_S12");
        String booked = lines.components("Booked", "Booked", "HL70278");
        lines.add("SCH", with(sch.getFirst(), SCH_STATUS, booked));
        request.lines(Set.of("TQ1")).forEach(lines::add);
        pid(lines, request);
        for (SentMessage.Line resource : request.lines(RESOURCES)) {
            boolean stated =
                    resource.name().equals("AIS") && !resource.field(AIS_STATUS).isEmpty();
            lines.add(resource.name(), stated ? with(resource, AIS_STATUS, booked) : resource.fields());
        }
    }

    /** The application acknowledgement of enhanced mode (HL7 v2.5.1 §2.9.3.2). */
    private static void acknowledgement(AnswerLines lines, SentMessage request, Answer answer) {
        String event = request.header().triggerEvent().replaceAll("[^A-Za-z0-9]", "");
        msh(lines, request, answer, "ACK", event, "ACK");
        lines.add("MSA", List.of(answer.outcome(), request.field("MSH", 10)));
        if (!answer.outcome().equals("AA") && hasCodedErrors(request.header().versionId())) {
            String coded = lines.components("207", "Application internal error", "HL70357");
            lines.add("ERR", List.of("", "", coded, "E"));
        }
    }

    private static void msh(
            AnswerLines lines, SentMessage request, Answer answer, String code, String event, String structure) {
        String version = request.header().versionId();
        boolean old = version.equals("2.1") || version.equals("2.2") || version.equals("2.3");
        String type = old || event.isEmpty() ? lines.components(code, event) : lines.components(code, event, structure);
        lines.add(
                "MSH",
                Arrays.asList(
                        request.field("MSH", 2),
                        request.field("MSH", 5),
                        request.field("MSH", 6),
                        request.field("MSH", 3),
                        request.field("MSH", 4),
                        TIME.format(answer.createdAt()),
                        "",
                        type,
                        answer.controlId(),
                        orElse(request.field("MSH", 11), "P"),
                        orElse(request.field("MSH", 12), OUR_VERSION),
                        "",
                        "",
                        // an answer is itself one: without AL nobody has to say that it arrived (§2.9.3)
                        answer.connection().isPresent() ? "NE" : "AL",
                        "NE",
                        "",
                        request.field("MSH", 18)));
    }

    /** Who it is about, as the sender has it: identifiers and name, and nothing more. */
    private static void pid(AnswerLines lines, SentMessage request) {
        lines.add("PID", List.of("", "", request.field("PID", 3), "", request.field("PID", 5)));
    }

    private static List<String> with(SentMessage.Line line, int number, String value) {
        List<String> fields = new ArrayList<>(line.fields());
        while (fields.size() < number) {
            fields.add("");
        }
        fields.set(number - 1, value);
        return fields;
    }

    /** Whether ERR has the fields of v2.5 on (§2.15.5). */
    private static boolean hasCodedErrors(String version) {
        return !version.startsWith("2.1")
                && !version.startsWith("2.2")
                && !version.startsWith("2.3")
                && !version.startsWith("2.4");
    }

    private static String orElse(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }
}
