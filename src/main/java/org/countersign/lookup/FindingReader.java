package org.countersign.lookup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.countersign.channel.ChannelFailure;
import org.countersign.event.Telecom.LineType;
import org.countersign.guard.NumberProfile;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;

/** Reads what a lookup's Kamelet left: the headers Veto, Unknown, Line and Carrier, or an exception. */
final class FindingReader {

    private static final int LONGEST = 120;

    /** What may be a number in the words of a provider, or of who wrote the file. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{7,}");

    private FindingReader() {}

    static Finding read(Lookup lookup, NumberProfile asked, Exchange exchange) {
        if (exchange.getException() != null) {
            return failed(lookup, exchange.getException());
        }
        Message message = exchange.getMessage();
        String unknown = text(message, "Unknown");
        if (!unknown.isEmpty()) {
            return new Finding.Silence(
                    lookup.name(),
                    ErrorCategory.REFUSED,
                    words("The number is not known there (" + unknown + ")"),
                    lookup.onUnknown());
        }
        String veto = text(message, "Veto");
        return veto.isEmpty() ? clear(lookup, asked, message) : new Finding.Veto(lookup.name(), words(veto));
    }

    static Finding failed(Lookup lookup, Throwable failure) {
        OperationalException told = ChannelFailure.told(failure);
        return silence(lookup, told.category(), String.valueOf(told.getMessage()));
    }

    static Finding silence(Lookup lookup, ErrorCategory category, String reason) {
        return new Finding.Silence(lookup.name(), category, words(reason), lookup.onFailure());
    }

    private static Finding clear(Lookup lookup, NumberProfile asked, Message message) {
        String word = text(message, "Line");
        Optional<LineType> line = Arrays.stream(LineType.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (line.isEmpty() && !word.isEmpty()) {
            return silence(lookup, ErrorCategory.INTERNAL, "Its file sets a Line that the hub does not know");
        }
        return new Finding.Clear(
                lookup.name(),
                line.filter(found -> found != asked.line()),
                Optional.of(text(message, "Carrier"))
                        .filter(found -> !found.isEmpty() && !found.equals(asked.carrier())));
    }

    private static String text(Message message, String header) {
        return message.getHeader(header, "", String.class).strip();
    }

    private static String words(String words) {
        String clean = NUMBER.matcher(words).replaceAll("…");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
