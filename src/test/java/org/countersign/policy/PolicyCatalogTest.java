package org.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.policy.PolicyFolder.APPOINTMENT;
import static org.countersign.policy.PolicyFolder.REFILL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCatalogTest {

    @TempDir
    Path temporary;

    PolicyFolder folder;

    @BeforeEach
    void open() {
        folder = new PolicyFolder(temporary);
    }

    @Test
    void goodPoliciesAreReadInOrderOfTheirFiles() {
        folder.write("b.yaml", APPOINTMENT).write("a.yaml", REFILL);
        assertThat(folder.read().names()).containsExactly("refill", "appointment");
    }

    /** One line of the appointment policy is replaced; what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: appointment | name: Appointment | 1:1: name is \"Appointment\", expected a name of lower-case letters, digits and hyphens",
                "name: appointment | name: 7 | 1:1: name is 7, expected a name of lower-case letters, digits and hyphens",
                "name: appointment | name: | 1:1: name is empty, expected a name of lower-case letters, digits and hyphens",
                "name: appointment | title: x | 1:1: name is missing",
                "purpose: appointment | purpose: visit | 2:1: purpose is \"visit\", expected one of portal, telehealth, appointment, refill, billing, staff",
                "on: [SIU^S12, SIU^S13] | on: [] | 3:1: on is an empty list, expected a list of 1 to 20 triggers, each once",
                "on: [SIU^S12, SIU^S13] | on: SIU^S12 | 3:1: on is \"SIU^S12\", expected a list of 1 to 20 triggers, each once",
                "on: [SIU^S12, SIU^S13] | on: [SIU^S12, SIU^S12] | 3:1: on is a list of 2, expected a list of 1 to 20 triggers, each once",
                "on: [SIU^S12, SIU^S13] | on: [SIU^S12, ADT^A02] | 3:15: on[1] is \"ADT^A02\", expected a kind of act (appointment, refill, result, bill, registration, staff), request, or an HL7 type such as SIU^S12 or RDE^O11",
                "on: [SIU^S12, SIU^S13] | on: [SIU^S12, RDE^O11] | 3:15: on[1] is \"RDE^O11\", which is about a refill, while purpose appointment is about an appointment",
                "transport: sms | transport: fax | 5:7: steps[0].transport is \"fax\", expected one of sms, voice, whatsapp, viber, telegram, rcs, email, silent",
                "transport: sms | tranport: sms | 5:7: steps[0].transport is missing",
                "transport: sms | tranport: sms | 5:7: steps[0].tranport is no key of a policy, expected one of transport, wait, success",
                "wait: 60s | wait: 60 | 6:7: steps[0].wait is 60, expected a time such as 45s or 2m",
                "wait: 60s | wait: soon | 6:7: steps[0].wait is \"soon\", expected a time such as 45s or 2m",
                "wait: 60s | wait: 4s | 6:7: steps[0].wait is 4s, expected 5s to 10m",
                "wait: 60s | wait: 11m | 6:7: steps[0].wait is 11m, expected 5s to 10m",
                "wait: 60s | wait: 5m | 4:1: steps wait 6m in all, longer than the code lives (timeToLive 5m)",
                "success: delivered | success: seen | 7:7: steps[0].success is \"seen\", expected one of accepted, sent, delivered, read, verified",
                "timeToLive: 5m | timeToLive: 11m | 9:1: timeToLive is 11m, expected 1m to 10m",
                "timeToLive: 5m | timeToLive: 59s | 9:1: timeToLive is 59s, expected 1m to 10m",
                "timeToLive: 5m | timeToLive: 1h | 9:1: timeToLive is \"1h\", expected a time such as 90s or 5m",
                "timeToLive: 5m | codeLength: 5 | 9:1: codeLength is 5, expected a whole number from 6 to 10",
                "timeToLive: 5m | codeLength: 11 | 9:1: codeLength is 11, expected a whole number from 6 to 10",
                "timeToLive: 5m | codeLength: six | 9:1: codeLength is \"six\", expected a whole number from 6 to 10",
                "timeToLive: 5m | codeLength: 6.5 | 9:1: codeLength is 6.5, expected a whole number from 6 to 10",
                "timeToLive: 5m | tries: 0 | 9:1: tries is 0, expected a whole number from 1 to 5",
                "timeToLive: 5m | tries: 6 | 9:1: tries is 6, expected a whole number from 1 to 5",
                "timeToLive: 5m | tries: true | 9:1: tries is true, expected a whole number from 1 to 5",
                "timeToLive: 5m | ttl: 5m | 9:1: ttl is no key of a policy, expected one of name, purpose, on, withdrawOn, when, evenIf, quietHours, proxies, steps, timeToLive, codeLength, tries, locale, binding",
                "timeToLive: 5m | name: other | 9:1: name stands twice, first in line 1",
                "timeToLive: 5m | when: {} | 9:1: when is empty, expected conditions under facilities, services or minimumLead",
                "timeToLive: 5m | when: {lead: 1h} | 9:8: when.lead is no key of a policy, expected one of facilities, services, minimumLead",
                "timeToLive: 5m | when: {minimumLead: 1w} | 9:8: when.minimumLead is \"1w\", expected a time such as 30m, 2h or 1d",
                "timeToLive: 5m | when: {facilities: []} | 9:8: when.facilities is an empty list, expected a list of 1 to 200 names of facilities, each once",
                "timeToLive: 5m | withdrawOn: [refill] | 9:14: withdrawOn[0] is \"refill\", which is about a refill, while purpose appointment is about an appointment",
                "timeToLive: 5m | <<: {tries: 3} | 9:1: << is no key of a policy, expected one of name, purpose, on, withdrawOn, when, evenIf, quietHours, proxies, steps, timeToLive, codeLength, tries, locale, binding",
                "timeToLive: 5m | quietHours: {from: 9pm, until: 08:00} | 9:14: quietHours.from is \"9pm\", expected a time of day such as \"21:00\"",
                "timeToLive: 5m | quietHours: {from: '21:00', until: '24:00'} | 9:29: quietHours.until is \"24:00\", expected a time of day such as \"08:00\"",
                "timeToLive: 5m | quietHours: {from: '21:00', until: '21:00'} | 9:29: quietHours.until is quietHours.from, so that it would always be quiet",
                "timeToLive: 5m | quietHours: {from: '21:00'} | 9:1: quietHours.until is missing",
                "timeToLive: 5m | quietHours: {from: '21:00', until: '08:00', then: wait} | 9:45: quietHours.then is \"wait\", expected one of hold, skip",
                "timeToLive: 5m | quietHours: {from: '21:00', until: '08:00', transports: [fax]} | 9:58: quietHours.transports[0] is \"fax\", expected one of sms, voice, whatsapp, viber, telegram, rcs, email, silent",
                "timeToLive: 5m | quietHours: {from: '21:00', until: '08:00', requests: maybe} | 9:45: quietHours.requests is \"maybe\", expected true or false",
                "timeToLive: 5m | proxies: {relationships: [MTH]} | 9:1: proxies.when is missing",
                "timeToLive: 5m | proxies: {relationships: [mother], when: minor} | 9:27: proxies.relationships[0] is \"mother\", expected the code of a relationship, such as MTH, FTH, GRD or GUARD",
                "timeToLive: 5m | proxies: {relationships: [MTH], when: often} | 9:33: proxies.when is \"often\", expected one of minor, unreachable, always",
                "timeToLive: 5m | proxies: {relationships: [MTH], when: minor, adultAt: 5} | 9:46: proxies.adultAt is 5, expected a whole number from 10 to 30",
                "timeToLive: 5m | evenIf: [consent] | 9:10: evenIf[0] is \"consent\", expected one of publicity, protected, vip, refused",
                "binding: [reference, start] | binding: [start] | 10:1: binding lacks reference, without which a code would fit any act",
                "binding: [reference, start] | binding: [reference, name] | 10:22: binding[1] is \"name\", expected one of reference, start, location, service, drug, dose, quantity, refillsRemaining, pharmacy, status, reported, account, amount, contacts, application",
                "binding: [reference, start] | binding: [reference, drug] | 10:22: binding[1] is \"drug\", which an appointment does not have, expected one of location, reference, service, start",
                "binding: [reference, start] | bindings: [reference] | 1:1: binding is missing",
                "wait: 60s | wait: &wait 60s | 6:13: &wait is an anchor: a policy writes each value where it is needed",
                "wait: 60s | wait: *wait | 6:13: is not YAML: found undefined alias wait",
                "wait: 60s | wait: !!java.lang.String 60s | 6:13: is not YAML: Global tag is not allowed: tag:yaml.org,2002:java.lang.String",
                "wait: 60s | wait: !mine 60s | 6:13: a policy has no use for the tag !mine",
                "wait: 60s | {a: b}: 60s | 6:7: a key must be plain text",
                "wait: 60s | wait: 60s: 70s | 6:16: is not YAML: mapping values are not allowed here",
                "on: [SIU^S12, SIU^S13] | on: [SIU^S12 | 4:6: is not YAML: expected ',' or ']', but got :",
                "timeToLive: 5m | --- | 9:1: is not YAML: but found another document",
            })
    void aBadLineIsToldWithItsPlaceAndWhatWasExpected(String line, String instead, String sentence) {
        assertThat(APPOINTMENT).contains(line);
        folder.write("appointment.yaml", APPOINTMENT.replace(line, instead));
        assertThat(folder.complaint().lines()).contains("appointment.yaml:" + sentence);
    }

    @Test
    void aPlaceIsThatOfTheKeyWhereverItStands() {
        folder.write("refill.yaml", "# a comment\n\n\n" + REFILL.replace("- transport: voice", "- transport: fax"));
        assertThat(folder.complaint())
                .isEqualTo(
                        "refill.yaml:9:7: steps[1].transport is \"fax\", expected one of sms, voice, whatsapp, viber,"
                                + " telegram, rcs, email, silent");
    }

    @Test
    void allProblemsOfAllFilesAreToldAtOnceInOrder() {
        folder.write("b.yaml", REFILL.replace("purpose: refill", "purpose: pills") + "tries: 9\n")
                .write("a.yaml", APPOINTMENT.replace("5m", "20m"))
                .write("c.yaml", "on: [\n");
        assertThat(folder.complaint().lines())
                .containsExactly(
                        "a.yaml:9:1: timeToLive is 20m, expected 1m to 10m",
                        "b.yaml:2:1: purpose is \"pills\", expected one of portal, telehealth, appointment, refill,"
                                + " billing, staff",
                        "b.yaml:9:1: tries is 9, expected a whole number from 1 to 5",
                        "c.yaml:2:1: is not YAML: expected the node content, but found '<stream end>'");
    }

    @Test
    void problemsCanBeReadOneByOne() {
        folder.write("a.yaml", REFILL + "tries: 9\n");
        assertThatThrownBy(folder::read)
                .isInstanceOfSatisfying(
                        InvalidPoliciesException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(new PolicyProblem(
                                        temporary + "/a.yaml",
                                        9,
                                        1,
                                        "tries is 9, expected a whole number from 1 to 5")));
    }

    @Test
    void aMinimumLeadIsForAppointmentsOnly() {
        folder.write("a.yaml", REFILL + "when: {minimumLead: 1h}\n");
        assertThat(folder.complaint()).isEqualTo("a.yaml:9:8: when.minimumLead is for appointments only");
    }

    @Test
    void servicesAreForAppointmentsOnly() {
        folder.write("a.yaml", REFILL + "when: {services: [V]}\n");
        assertThat(folder.complaint()).isEqualTo("a.yaml:9:8: when.services is for appointments only");
    }

    @Test
    void aPolicyForSomeServicesMustComeBeforeTheOneForAll() {
        String telehealth = APPOINTMENT.replace("name: appointment", "name: telehealth") + "when: {services: [V]}\n";
        folder.write("a.yaml", telehealth).write("b.yaml", APPOINTMENT);
        assertThat(folder.read().names()).containsExactly("telehealth", "appointment");
        folder.write("a.yaml", APPOINTMENT).write("b.yaml", telehealth);
        assertThat(folder.complaint()).contains("on can never take SIU^S12, SIU^S13");
    }

    @Test
    void anAdtIsAVisitForTelehealthAndARegistrationElse() {
        folder.write("a.yaml", REFILL.replace("[refill]", "[ADT^A04]"));
        assertThat(folder.complaint())
                .isEqualTo("a.yaml:3:6: on[0] is \"ADT^A04\", which is about a registration, while purpose refill is"
                        + " about a refill");
        folder.write(
                "a.yaml",
                APPOINTMENT
                        .replace("purpose: appointment", "purpose: telehealth")
                        .replace("SIU^S13", "ADT^A04"));
        assertThat(folder.read().names()).containsExactly("appointment");
    }

    @Test
    void aPurposeThatIsAboutEitherTakesItsKindFromTheFirstTrigger() {
        folder.write(
                "a.yaml", REFILL.replace("purpose: refill", "purpose: staff").replace("[refill]", "[refill, SIU^S12]"));
        assertThat(folder.complaint())
                .isEqualTo("a.yaml:3:14: on[1] is \"SIU^S12\", which is about an appointment, while on[0] is about a"
                        + " refill");
    }

    @Test
    void twoPoliciesOfOneNameAreRefused() {
        folder.write("a.yaml", APPOINTMENT).write("b.yaml", APPOINTMENT.replace("[SIU^S12, SIU^S13]", "[SIU^S14]"));
        assertThat(folder.complaint()).isEqualTo("b.yaml:1:1: name is \"appointment\", which a.yaml has already");
    }

    @Test
    void aPolicyThatAnEarlierOneHidesIsRefused() {
        folder.write("a.yaml", APPOINTMENT)
                .write(
                        "b.yaml",
                        APPOINTMENT.replace("name: appointment", "name: b").replace("SIU^S12", "SIU^S14"));
        assertThat(folder.complaint())
                .isEqualTo("b.yaml:3:1: on can never take SIU^S13: a.yaml comes first by name and takes all of it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{facilities: [North]} | {facilities: [North, South]} | false",
                "{facilities: [North]} | {facilities: [South]} | false",
                "{facilities: [North, South]} | {facilities: [North]} | true",
                "{minimumLead: 1d} | {minimumLead: 1h} | false",
                "{minimumLead: 1h} | {minimumLead: 1d} | true",
                "{minimumLead: 1h} | {facilities: [North]} | false",
            })
    void conditionsHideOthersOnlyWhenTheyAreWider(String first, String second, boolean hides) {
        folder.write("a.yaml", APPOINTMENT + "when: " + first + "\n")
                .write("b.yaml", APPOINTMENT.replace("name: appointment", "name: b") + "when: " + second + "\n");
        if (hides) {
            assertThat(folder.complaint()).contains("b.yaml:3:1: on can never take SIU^S12, SIU^S13");
        } else {
            assertThat(folder.read().names()).hasSize(2);
        }
    }

    @Test
    void aKindOfActHidesItsHl7Types() {
        folder.write("a.yaml", REFILL)
                .write("b.yaml", REFILL.replace("name: refill", "name: b").replace("[refill]", "[RDE^O11]"));
        assertThat(folder.complaint()).startsWith("b.yaml:3:1: on can never take RDE^O11");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "'# nothing yet' | is empty",
                "'- a list' | 1:1: the file is a list of 1, expected keys: name, purpose, on, withdrawOn, when, evenIf, quietHours, proxies, steps, timeToLive, codeLength, tries, locale, binding",
                "'\tname: x' | 1:1: is not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
            })
    void aFileThatIsNoPolicyIsTold(String text, String sentence) {
        folder.write("a.yaml", text);
        String separator = sentence.startsWith("is") ? ": " : ":";
        assertThat(folder.complaint()).isEqualTo("a.yaml" + separator + sentence);
    }

    @Test
    void aFileThatIsNotUtf8IsTold() throws IOException {
        Files.write(temporary.resolve("a.yaml"), new byte[] {'n', (byte) 0xE9, '\n'});
        assertThat(folder.complaint()).isEqualTo("a.yaml: is not UTF-8");
    }

    @Test
    void aControlCharacterIsToldWithItsLine() {
        folder.write("a.yaml", REFILL.replace("name: refill\n", "name: refill\n#\u0000\n"));
        assertThat(folder.complaint()).isEqualTo("a.yaml:2:1: holds a character that YAML does not allow");
    }

    @Test
    void aFileThatIsFarTooLongIsToldAndNotRead() {
        folder.write("a.yaml", "#".repeat(PolicyParser.CHARACTERS_AT_MOST + 1));
        assertThat(folder.complaint()).isEqualTo("a.yaml: has more than 65536 characters");
    }

    @Test
    void aByteOrderMarkDoesNoHarm() {
        folder.write("a.yaml", "\uFEFF" + REFILL);
        assertThat(folder.read().names()).containsExactly("refill");
    }

    @Test
    void anEmptyFolderIsTold() {
        assertThat(folder.complaint())
                .isEqualTo("FOLDER: holds no policy (*.yaml), so that no event would be challenged");
    }

    @Test
    void aMissingFolderIsTold() {
        PolicyFolder missing = new PolicyFolder(temporary.resolve("nowhere"));
        assertThat(missing.complaint()).isEqualTo("FOLDER: is no folder; the policies are read from it");
    }

    @Test
    void aFileWithTheWrongEndingIsToldInsteadOfPassedOver() {
        folder.write("a.yaml", REFILL).write("b.yml", APPOINTMENT);
        assertThat(folder.complaint()).isEqualTo("b.yml: is not read: the name of a policy file ends in .yaml");
    }

    @Test
    void hiddenFilesAndOthersAreNotRead() {
        folder.write("a.yaml", REFILL).write(".#a.yaml", "swap").write("README.md", "words");
        assertThat(folder.read().names()).containsExactly("refill");
    }
}
