package org.countersign.guard;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToCarrierMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import org.countersign.event.NumberZones;
import org.countersign.event.TelecomValues;
import org.countersign.platform.Sensitive;

/** Reads numbers by libphonenumber's tables. Thread-safe. */
public final class NumberProfiles {

    private final PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
    private final PhoneNumberToCarrierMapper carriers = PhoneNumberToCarrierMapper.getInstance();
    private final NumberZones zones = new NumberZones();

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
                    zones.find(number));
        } catch (NumberParseException e) {
            return NumberProfile.NONE;
        }
    }
}
