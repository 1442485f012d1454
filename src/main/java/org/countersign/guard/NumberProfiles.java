package org.countersign.guard;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToCarrierMapper;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.event.TelecomValues;
import org.countersign.platform.Sensitive;

/** Reads numbers by libphonenumber's tables. Thread-safe. */
public final class NumberProfiles {

    private final PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
    private final PhoneNumberToCarrierMapper carriers = PhoneNumberToCarrierMapper.getInstance();
    private final PhoneNumberToTimeZonesMapper zones = PhoneNumberToTimeZonesMapper.getInstance();

    /** Reads its tables now: a hub that has just come back has no time for that when a step is due. */
    public NumberProfiles() {
        of(Sensitive.of("+12015550123"));
    }

    /** @param address an E.164 number, or anything else, of which nothing is known */
    public NumberProfile of(Sensitive<String> address) {
        if (!address.reveal().startsWith("+")) {
            return NumberProfile.NONE;
        }
        try {
            PhoneNumber number = plan.parse(address.reveal(), null);
            String region = plan.getRegionCodeForNumber(number);
            return new NumberProfile(
                    region == null || region.length() != 2 ? "" : region,
                    TelecomValues.line(plan.getNumberType(number)),
                    carriers.getSafeDisplayName(number, Locale.ENGLISH),
                    zone(zones.getTimeZonesForNumber(number)));
        } catch (NumberParseException e) {
            return NumberProfile.NONE;
        }
    }

    /** Where all clocks of the number's area show the same: Jersey's are London's. */
    private static Optional<ZoneId> zone(List<String> names) {
        try {
            List<ZoneId> zones = names.stream().map(ZoneId::of).toList();
            return zones.stream().map(ZoneId::getRules).distinct().count() == 1
                    ? zones.stream().max(Comparator.comparing(ZoneId::getId))
                    : Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
