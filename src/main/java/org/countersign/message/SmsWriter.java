package org.countersign.message;

import java.util.List;
import java.util.Optional;

/**
 * Writes an SMS so that it costs one segment, with the line that binds the code to the portal in it. What does not fit
 * goes in this order: what the code is for, its tag and how long it holds; who may hear it; the end of the facility's
 * name. The code, the line and the beginning of the name never go. Where even that is too long, because the portal's
 * host is, there are two segments.
 */
final class SmsWriter {

    /** A facility name is not shortened below this. */
    static final int FACILITY_AT_LEAST = 8;

    /** Of a host up to this length, every text in every language fits one segment, with codes of up to ten digits. */
    static final int HOST_AT_MOST = 23;

    private static final int SEGMENTS_AT_MOST = 2;

    private final Optional<WebOtpLine> webOtp;

    SmsWriter(Optional<WebOtpLine> webOtp) {
        this.webOtp = webOtp;
    }

    /**
     * The SMS.
     *
     * @param forms the same in fewer and fewer words
     */
    String write(List<TextPattern> forms, TextParts parts, boolean rightToLeft) {
        String shortest = "";
        for (int segments = 1; segments <= SEGMENTS_AT_MOST; segments++) {
            for (TextPattern form : forms) {
                shortest = bound(form, parts, rightToLeft);
                if (SmsSegments.of(shortest).count() <= segments) {
                    return shortest;
                }
            }
            Optional<String> shortened = shortened(forms.getLast(), parts, rightToLeft, segments);
            if (shortened.isPresent()) {
                return shortened.get();
            }
        }
        return shortest;
    }

    private Optional<String> shortened(TextPattern form, TextParts parts, boolean rightToLeft, int segments) {
        String facility = parts.facility();
        for (int length = facility.codePointCount(0, facility.length()) - 1; length >= FACILITY_AT_LEAST; length--) {
            TextParts fewer = parts.with(FacilityName.cut(facility, length));
            String text = bound(form, fewer, rightToLeft);
            if (SmsSegments.of(text).count() <= segments) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** The text with its last line, in GSM 7-bit where that can carry it. */
    String bound(TextPattern form, TextParts parts, boolean rightToLeft) {
        TextParts shown = rightToLeft ? parts.with(FacilityName.isolated(parts.facility())) : parts;
        String text = form.fill(shown);
        String carried = GsmText.of(text).orElse(text);
        return webOtp.map(line -> line.under(carried, parts.code())).orElse(carried);
    }
}
