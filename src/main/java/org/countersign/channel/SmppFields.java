package org.countersign.channel;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.component.smpp.SmppConstants;
import org.countersign.message.GsmAlphabet;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/** Fills the fields of SMPP requests that depend on the addresses and on the text; SMPP v3.4 §5.2. */
public final class SmppFields {

    SmppFields() {}

    /**
     * For a submit_sm: addresses and alphabet.
     *
     * @param to E.164 with its plus sign
     * @return the text as camel-smpp must get it. It writes each character of the default alphabet as its Latin-1
     *     octet, which gives an inverted exclamation mark for a commercial at; so the text comes as characters that are
     *     the GSM octets already.
     */
    public String submit(@Body String text, @Header("To") String to, @Headers Map<String, Object> headers) {
        source(headers);
        headers.put(SmppConstants.DEST_ADDR, to.substring(1));
        headers.put(SmppConstants.DEST_ADDR_TON, TypeOfNumber.INTERNATIONAL.value());
        headers.put(SmppConstants.DEST_ADDR_NPI, NumberingPlanIndicator.ISDN.value());
        Optional<byte[]> gsm = GsmAlphabet.encode(text);
        headers.put(
                SmppConstants.ALPHABET, gsm.isPresent() ? Alphabet.ALPHA_DEFAULT.value() : Alphabet.ALPHA_UCS2.value());
        return gsm.map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .orElse(text);
    }

    /**
     * What kind of sender the header Sender, or else {@code CamelSmppSourceAddr}, is: a name, a number of the world, or
     * one of the network.
     */
    public void source(@Headers Map<String, Object> headers) {
        String chosen = String.valueOf(headers.getOrDefault("Sender", ""));
        String address =
                chosen.isEmpty() ? String.valueOf(headers.getOrDefault(SmppConstants.SOURCE_ADDR, "")) : chosen;
        boolean international = address.startsWith("+");
        boolean name = address.chars().anyMatch(Character::isLetter);
        TypeOfNumber type =
                international ? TypeOfNumber.INTERNATIONAL : name ? TypeOfNumber.ALPHANUMERIC : TypeOfNumber.UNKNOWN;
        headers.put(SmppConstants.SOURCE_ADDR, international ? address.substring(1) : address);
        headers.put(SmppConstants.SOURCE_ADDR_TON, type.value());
        headers.put(
                SmppConstants.SOURCE_ADDR_NPI,
                (name ? NumberingPlanIndicator.UNKNOWN : NumberingPlanIndicator.ISDN).value());
    }
}
