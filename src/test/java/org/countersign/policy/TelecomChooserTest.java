package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.policy.ClinicalEvents.LANDLINE;
import static org.countersign.policy.ClinicalEvents.MAIL;
import static org.countersign.policy.ClinicalEvents.MOBILE;
import static org.countersign.policy.ClinicalEvents.NOW;
import static org.countersign.policy.ClinicalEvents.phone;
import static org.countersign.policy.ClinicalEvents.ranked;
import static org.countersign.policy.ClinicalEvents.telecom;
import static org.countersign.policy.ClinicalEvents.valid;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.event.Telecom;
import org.countersign.event.Telecom.Kind;
import org.countersign.event.Telecom.LineType;
import org.countersign.event.Telecom.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TelecomChooserTest {

    @ParameterizedTest
    @CsvSource({
        "MOBILE, HOME, true, true",
        "FIXED_OR_MOBILE, HOME, true, true",
        "FIXED, HOME, false, true",
        "FIXED, MOBILE, true, true",
        "VOIP, HOME, false, true",
        "VOIP, MOBILE, true, true",
        "UNKNOWN, MOBILE, true, true",
        "OTHER, HOME, false, true",
        "INVALID, MOBILE, false, false",
        "PREMIUM, MOBILE, false, false",
    })
    void aNumberTakesSmsWhenItIsOrIsCalledAMobile(LineType line, Use use, boolean sms, boolean voice) {
        Telecom number = phone("+14155550101", use, line);
        assertThat(choose(Transport.SMS, number).isPresent()).isEqualTo(sms);
        assertThat(choose(Transport.VOICE, number).isPresent()).isEqualTo(voice);
    }

    @ParameterizedTest
    @EnumSource(names = {"SMS", "WHATSAPP", "VIBER", "TELEGRAM", "RCS", "SILENT"})
    void aLandlineTakesVoiceOnly(Transport transport) {
        assertThat(choose(transport, LANDLINE)).isEmpty();
        assertThat(choose(transport, LANDLINE, MOBILE)).contains(MOBILE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SMS", "WHATSAPP", "VIBER", "TELEGRAM", "RCS", "SILENT"})
    void aNumberWithAnExtensionTakesVoiceOnlyWhateverItIs(Transport transport) {
        Telecom extension = phone("+14155550100;ext=42", Use.MOBILE, LineType.MOBILE);
        assertThat(choose(transport, extension)).isEmpty();
        assertThat(choose(Transport.VOICE, extension)).contains(extension);
        assertThat(TelecomChooser.explain(List.of(extension), Set.of(transport), NOW))
                .startsWith("1 telecom: 1 number with an extension (wanted: ");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void eMailAndPhonesAreNotTakenForEachOther(Transport transport) {
        Telecom right = transport == Transport.EMAIL ? MAIL : MOBILE;
        assertThat(choose(transport, MAIL, MOBILE)).contains(right);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"FAX", "PAGER", "OTHER"})
    void otherKindsAreNeverChosen(Kind kind) {
        Telecom other = telecom(kind, Use.MOBILE, "+14155550109", LineType.MOBILE);
        for (Transport transport : Transport.values()) {
            assertThat(choose(transport, other)).isEmpty();
        }
    }

    @Test
    void aPeriodHoldsFromItsStartUntilBeforeItsEnd() {
        assertThat(choose(Transport.SMS, valid(MOBILE, Optional.of(NOW), Optional.empty())))
                .isPresent();
        assertThat(choose(Transport.SMS, valid(MOBILE, Optional.of(NOW.plusSeconds(1)), Optional.empty())))
                .isEmpty();
        assertThat(choose(Transport.SMS, valid(MOBILE, Optional.empty(), Optional.of(NOW))))
                .isEmpty();
    }

    @Test
    void aWorkNumberIsLastWhateverItsRankButBetterThanNone() {
        Telecom work = ranked(phone("+14155550102", Use.WORK, LineType.MOBILE), 1);
        assertThat(choose(Transport.SMS, work, MOBILE)).contains(MOBILE);
        assertThat(choose(Transport.SMS, work)).contains(work);
    }

    @Test
    void aRankGoesBeforeTheUse() {
        Telecom home = ranked(phone("+14155550103", Use.HOME, LineType.MOBILE), 2);
        assertThat(choose(Transport.SMS, MOBILE, home)).contains(home);
        assertThat(choose(Transport.SMS, home, ranked(MOBILE, 1))).contains(ranked(MOBILE, 1));
    }

    @Test
    void theUseGoesBeforeTheOrder() {
        Telecom unknown = phone("+14155550104", Use.UNKNOWN, LineType.MOBILE);
        Telecom home = phone("+14155550103", Use.HOME, LineType.MOBILE);
        assertThat(choose(Transport.SMS, unknown, home, MOBILE)).contains(MOBILE);
        assertThat(choose(Transport.SMS, unknown, home)).contains(home);
    }

    @Test
    void amongEqualsTheFirstInTheMessageIsChosen() {
        Telecom second = phone("+14155550105", Use.MOBILE, LineType.MOBILE);
        assertThat(choose(Transport.SMS, MOBILE, second)).contains(MOBILE);
        assertThat(choose(Transport.SMS, second, MOBILE)).contains(second);
    }

    @Test
    void everyReasonIsCounted() {
        List<Telecom> telecoms = List.of(
                telecom(Kind.PAGER, Use.WORK, "1", LineType.UNKNOWN),
                telecom(Kind.OTHER, Use.HOME, "x", LineType.UNKNOWN),
                phone("+1", Use.OLD, LineType.MOBILE),
                phone("+2", Use.OLD, LineType.MOBILE),
                valid(MOBILE, Optional.empty(), Optional.of(NOW)),
                phone("+3", Use.MOBILE, LineType.INVALID),
                phone("+4", Use.MOBILE, LineType.PREMIUM),
                LANDLINE,
                phone("+5", Use.HOME, LineType.VOIP),
                MAIL);
        assertThat(TelecomChooser.explain(telecoms, Set.of(Transport.SMS), NOW))
                .isEqualTo("10 telecoms: 1 pager, 1 of another kind, 2 old, 1 out of its period, 1 invalid number,"
                        + " 1 premium number, 1 e-mail, 1 landline, 1 other number (wanted: sms)");
    }

    private static Optional<Telecom> choose(Transport transport, Telecom... telecoms) {
        return TelecomChooser.choose(transport, List.of(telecoms), NOW);
    }
}
