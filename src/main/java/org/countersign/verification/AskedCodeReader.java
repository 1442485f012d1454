package org.countersign.verification;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.event.Person;
import org.countersign.event.Site;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.countersign.event.TelecomValues;
import org.countersign.intake.FeedCatalog;
import org.countersign.platform.Sensitive;
import org.countersign.policy.Purpose;

/**
 * Reads the body of {@code POST /v1/verifications}. What is wrong is told by what the numbering plans say and by the
 * settings of the hub alone, so that no answer tells anything of a person.
 */
final class AskedCodeReader {

    /** As many as a PID holds in practice. */
    static final int TELECOMS_MAX = 10;

    private static final int RANK_MAX = 9999;
    private static final Pattern WORD = Pattern.compile("[a-z]{1,20}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern IDENTIFIER =
            Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");
    /** No blanks and no letters beyond ASCII: it stands in the audit trail, where a name may not. */
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    private static final String ANY_TEXT = "The value must be a string of 1 to 200 characters.";

    private final FeedCatalog feeds;
    private final TelecomValues values;

    AskedCodeReader(FeedCatalog feeds, TelecomValues values) {
        this.feeds = feeds;
        this.values = values;
    }

    /** @throws ProblemException that says what is wrong and where */
    AskedCode read(InputStream body) throws IOException {
        JsonObject request =
                JsonObject.read(body, "purpose", "subject", "telecoms", "locale", "facility", "reference", "transport");
        Purpose purpose = purpose(request);
        Site site = site(request);
        Person person = person(request, site);
        String reference = request.findText(
                        "reference",
                        REFERENCE,
                        "A reference has 1 to 64 letters, digits, dots, dashes, colons and underscores of ASCII.")
                .map(Sensitive::reveal)
                .orElse("");
        return new AskedCode(purpose, site, person, reference, RequestParts.transport(request), request.canonical());
    }

    /**
     * Reads a body that is one address, {@code {"system":"phone","value":"+14155550123"}}.
     *
     * @throws ProblemException when it is none
     */
    Sensitive<String> readAddress(InputStream body) throws IOException {
        JsonObject one = JsonObject.read(body, "system", "value");
        return Sensitive.of(value(one, kind(one), feeds.apiSite()).text());
    }

    private static Purpose purpose(JsonObject request) {
        String what = "The purpose must be portal or staff; for all others the EHR sends a message.";
        return switch (request.text("purpose", WORD, what).reveal()) {
            case "portal" -> Purpose.PORTAL;
            case "staff" -> Purpose.STAFF;
            default -> throw request.wrong("purpose", what);
        };
    }

    private Site site(JsonObject request) {
        return request.findText("facility", TEXT, ANY_TEXT)
                .map(name -> feeds.findApiSite(name.reveal())
                        .orElseThrow(() -> request.wrong("facility", "No feed of this hub has this facility.")))
                .orElseGet(feeds::apiSite);
    }

    private Person person(JsonObject request, Site site) {
        JsonObject subject = request.object("subject", "identifier", "authority", "name");
        Person.Identifier identifier = new Person.Identifier(
                subject.text(
                        "identifier",
                        IDENTIFIER,
                        "The value must be a string of 1 to 200 characters, without blanks around."),
                subject.findText(
                                "authority",
                                IDENTIFIER,
                                "The value must be a string of 1 to 200 characters, without blanks around.")
                        .map(Sensitive::reveal)
                        .orElse(""),
                "");
        return new Person(
                List.of(identifier),
                subject.findText("name", TEXT, ANY_TEXT).orElse(Sensitive.of("")),
                Optional.empty(),
                locale(request),
                false,
                true,
                telecoms(request, site),
                true,
                Set.of(),
                List.of(),
                List.of());
    }

    private static Optional<Locale> locale(JsonObject request) {
        String what = "The value must be a language tag of BCP 47, as pt-BR.";
        return request.findText("locale", LANGUAGE, what).map(tag -> {
            try {
                return new Locale.Builder().setLanguageTag(tag.reveal()).build();
            } catch (IllformedLocaleException e) {
                throw request.wrong("locale", what);
            }
        });
    }

    private List<Telecom> telecoms(JsonObject request, Site site) {
        List<Telecom> telecoms = new ArrayList<>();
        for (JsonObject one : request.objects("telecoms", TELECOMS_MAX, "system", "value", "use", "rank")) {
            telecoms.add(telecom(one, site));
        }
        return telecoms;
    }

    private Telecom telecom(JsonObject one, Site site) {
        Kind kind = kind(one);
        TelecomValues.Value value = value(one, kind, site);
        return new Telecom(
                kind,
                use(one),
                Sensitive.of(value.text()),
                one.findNumber("rank", RANK_MAX),
                Optional.empty(),
                Optional.empty(),
                value.line());
    }

    private TelecomValues.Value value(JsonObject one, Kind kind, Site site) {
        String written = one.text("value", TEXT, ANY_TEXT).reveal();
        TelecomValues.Value value = kind == Kind.EMAIL ? values.email(written) : values.number(written, site.region());
        if (value.line() == LineType.INVALID) {
            throw one.wrong(
                    "value",
                    kind == Kind.EMAIL
                            ? "The value is no e-mail address."
                            : "The value is no phone number, neither with its country (+1 …) nor of the region "
                                    + site.region() + ".");
        }
        return value;
    }

    private static Kind kind(JsonObject one) {
        String what = "The system must be phone or email.";
        return switch (one.text("system", WORD, what).reveal()) {
            case "phone" -> Kind.PHONE;
            case "email" -> Kind.EMAIL;
            default -> throw one.wrong("system", what);
        };
    }

    private static Use use(JsonObject one) {
        String what = "The use must be mobile, home or work.";
        return one.findText("use", WORD, what)
                .map(use -> switch (use.reveal()) {
                    case "mobile" -> Use.MOBILE;
                    case "home" -> Use.HOME;
                    case "work" -> Use.WORK;
                    default -> throw one.wrong("use", what);
                })
                .orElse(Use.UNKNOWN);
    }
}
