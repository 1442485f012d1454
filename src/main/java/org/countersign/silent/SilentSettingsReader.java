package org.countersign.silent;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.countersign.platform.ChannelSettings;
import org.countersign.platform.ErrorCategory;
import org.countersign.platform.OperationalException;
import org.countersign.platform.Sensitive;
import org.countersign.smart.CodeGrant;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Reads {@code countersign.channels.silent-camara.*}; what is wrong there is told by its name when the hub starts. */
final class SilentSettingsReader {

    private static final String ANY = "any";
    private static final String NAME = "[a-z][a-z0-9-]{0,40}";
    private static final String NETWORK = "[0-9a-fA-F.:]+(/[0-9]{1,3})?";

    private final ChannelSettings settings;
    private final boolean hasKeys;

    /** @param hasKeys whether the hub has keys of its own to authenticate by */
    SilentSettingsReader(ChannelSettings settings, boolean hasKeys) {
        this.settings = settings;
        this.hasKeys = hasKeys;
    }

    /**
     * The settings; {@link SilentSettings#NONE} where no operator is named.
     *
     * @throws OperationalException INVALID_INPUT naming the setting that is missing or wrong
     */
    SilentSettings read() {
        Set<String> names = list("operators");
        if (names.isEmpty()) {
            return SilentSettings.NONE;
        }
        String publicUrl = url("public-url").toString().replaceFirst("/+$", "");
        Set<String> portals = list("portals");
        check(portals.isEmpty(), "portals", "is missing: the origins of the pages that open the address, or any");
        Set<String> origins = portals.equals(Set.of(ANY)) ? Set.of() : portals;
        origins.forEach(origin -> check(
                !isUrl(origin, uri -> uri.getRawPath().isEmpty() && uri.getRawQuery() == null),
                "portals",
                "has no origin in " + origin + ", as https://portal.example.org is one"));
        Set<String> returnUrls = list("return-urls");
        returnUrls.forEach(url ->
                check(!isUrl(url, uri -> uri.getRawFragment() == null), "return-urls", "has no URL in " + url));
        List<Operator> operators = names.stream().map(this::operator).toList();
        return new SilentSettings(publicUrl, origins, returnUrls, operators);
    }

    private Operator operator(String name) {
        check(!name.matches(NAME), "operators", "has a name of other letters than a-z, 0-9 and -: " + name);
        String at = name + ".";
        URI tokenEndpoint = url(at + "token-endpoint");
        Optional<Sensitive<String>> secret = find(at + "client-secret").map(Sensitive::of);
        check(
                secret.isEmpty() && !hasKeys,
                at + "client-secret",
                "is missing, and the hub has no keys: set countersign.smart.keys");
        String pkce = find(at + "pkce").orElse("true");
        check(!pkce.matches("true|false"), at + "pkce", "must be true or false");
        return new Operator(
                name,
                url(at + "authorization-endpoint"),
                new CodeGrant.Client(name, tokenEndpoint, text(at + "client-id"), secret, find(at + "issuer")),
                url(at + "api-root").toString().replaceFirst("/+$", ""),
                Boolean.parseBoolean(pkce),
                countries(at + "countries"),
                list(at + "carriers").stream()
                        .map(carrier -> carrier.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                list(at + "networks").stream()
                        .map(network -> network(at + "networks", network))
                        .toList());
    }

    private Set<String> countries(String setting) {
        Set<String> countries = list(setting);
        countries.forEach(country -> check(
                !country.matches("[A-Z]{2}"), setting, "has no country of ISO 3166 in " + country + ", as DE is one"));
        return countries;
    }

    private static IpAddressMatcher network(String setting, String network) {
        try {
            check(!network.matches(NETWORK), setting, "has no network in " + network + ", as 10.1.0.0/16 is one");
            return new IpAddressMatcher(network);
        } catch (IllegalArgumentException e) {
            throw wrong(setting, "has no network in " + network + ", as 10.1.0.0/16 is one");
        }
    }

    private URI url(String setting) {
        String text = text(setting);
        check(!isUrl(text, uri -> uri.getRawFragment() == null), setting, "must begin with https:// or http://");
        return URI.create(text);
    }

    private static boolean isUrl(String text, Predicate<URI> shape) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && shape.test(uri);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private String text(String setting) {
        return find(setting).orElseThrow(() -> wrong(setting, "is missing"));
    }

    private Optional<String> find(String setting) {
        return settings.find(SilentSettings.CHANNEL, setting);
    }

    private Set<String> list(String setting) {
        return find(setting).stream()
                .flatMap(values -> Arrays.stream(values.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void check(boolean wrong, String setting, String sentence) {
        if (wrong) {
            throw wrong(setting, sentence);
        }
    }

    private static OperationalException wrong(String setting, String sentence) {
        return new OperationalException(
                ErrorCategory.INVALID_INPUT,
                "countersign.channels." + SilentSettings.CHANNEL + "." + setting + " " + sentence);
    }
}
