package org.countersign.event;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.countersign.platform.Sensitive;

/** Where numbers are at home, by libphonenumber's tables. Thread-safe. */
public final class NumberZones {

    private final PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
    private final PhoneNumberToTimeZonesMapper zones = PhoneNumberToTimeZonesMapper.getInstance();

    /** @param address an E.164 number; of anything else nothing is known */
    public Optional<ZoneId> find(Sensitive<String> address) {
        try {
            return address.reveal().startsWith("+") ? find(plan.parse(address.reveal(), null)) : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** Where all clocks of the number's area show the same: Jersey's are London's. Empty where its area has several. */
    public Optional<ZoneId> find(PhoneNumber number) {
        try {
            List<ZoneId> found =
                    zones.getTimeZonesForNumber(number).stream().map(ZoneId::of).toList();
            return found.stream().map(ZoneId::getRules).distinct().count() == 1
                    ? found.stream().max(Comparator.comparing(ZoneId::getId))
                    : Optional.empty();
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
