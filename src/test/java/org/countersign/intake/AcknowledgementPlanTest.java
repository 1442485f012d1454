package org.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.countersign.event.AcknowledgementMode;
import org.countersign.event.AcknowledgementPlan;
import org.countersign.event.Delimiters;
import org.countersign.event.MessageHeader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender hears: at the commit of a message that is taken, not taken now, never taken; and after processing. */
class AcknowledgementPlanTest {

    private static final Refusal NOT_NOW = Refusal.tryAgain();
    private static final Refusal NEVER = Refusal.tooLong(4096);

    @ParameterizedTest
    @CsvSource(nullValues = "-", emptyValue = "", textBlock = """
            # MSH-15, MSH-16, taken, not now, never, application acknowledgement of success, of error
            '', '', AA, AE, AR, no,  no
            '', AL, -,  AE, AR, yes, yes
            '', NE, -,  -,  -,  no,  no
            '', ER, -,  AE, AR, no,  yes
            '', SU, -,  -,  -,  yes, no
            AL, '', CA, CE, CR, no,  no
            AL, AL, CA, CE, CR, yes, yes
            AL, NE, CA, CE, CR, no,  no
            AL, ER, CA, CE, CR, no,  yes
            AL, SU, CA, CE, CR, yes, no
            NE, '', -,  -,  -,  no,  no
            NE, AL, -,  AE, AR, yes, yes
            NE, NE, -,  -,  -,  no,  no
            NE, ER, -,  AE, AR, no,  yes
            NE, SU, -,  -,  -,  yes, no
            ER, '', -,  CE, CR, no,  no
            ER, AL, -,  CE, CR, yes, yes
            ER, NE, -,  CE, CR, no,  no
            ER, ER, -,  CE, CR, no,  yes
            ER, SU, -,  CE, CR, yes, no
            SU, '', CA, -,  -,  no,  no
            SU, AL, CA, AE, AR, yes, yes
            SU, NE, CA, -,  -,  no,  no
            SU, ER, CA, AE, AR, no,  yes
            SU, SU, CA, -,  -,  yes, no
            """)
    void aMessageIsAnsweredAsMsh15And16Ask(
            String accept,
            String application,
            String taken,
            String notNow,
            String never,
            String ofSuccess,
            String ofError) {
        var plan = AcknowledgementPlan.of(header(accept, application, false), AcknowledgementMode.AUTO);
        assertThat(code(plan, Optional.empty())).isEqualTo(taken);
        assertThat(code(plan, Optional.of(NOT_NOW))).isEqualTo(notNow);
        assertThat(code(plan, Optional.of(NEVER))).isEqualTo(never);
        assertThat(plan.wantsApplicationAcknowledgement(true)).isEqualTo(ofSuccess.equals("yes"));
        assertThat(plan.wantsApplicationAcknowledgement(false)).isEqualTo(ofError.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", emptyValue = "", textBlock = """
            # mode, MSH-15, MSH-16, taken, not now, never, application acknowledgement of success, of error
            ORIGINAL,  AL, AL, -,  AE, AR, yes, yes
            ORIGINAL,  NE, NE, -,  AE, AR, yes, yes
            IMMEDIATE, AL, AL, AA, AE, AR, no,  no
            IMMEDIATE, NE, AL, AA, AE, AR, no,  no
            ENHANCED,  '', '', CA, CE, CR, no,  no
            ENHANCED,  '', AL, CA, CE, CR, yes, yes
            ENHANCED,  ER, SU, -,  CE, CR, yes, no
            DEFERRED,  '', '', CA, CE, CR, yes, yes
            DEFERRED,  NE, NE, CA, CE, CR, yes, yes
            NONE,      '', '', -,  -,  -,  no,  no
            NONE,      AL, AL, -,  -,  -,  no,  no
            """)
    void theFeedMayKnowBetter(
            AcknowledgementMode mode,
            String accept,
            String application,
            String taken,
            String notNow,
            String never,
            String ofSuccess,
            String ofError) {
        var plan = AcknowledgementPlan.of(header(accept, application, false), mode);
        assertThat(code(plan, Optional.empty())).isEqualTo(taken);
        assertThat(code(plan, Optional.of(NOT_NOW))).isEqualTo(notNow);
        assertThat(code(plan, Optional.of(NEVER))).isEqualTo(never);
        assertThat(plan.wantsApplicationAcknowledgement(true)).isEqualTo(ofSuccess.equals("yes"));
        assertThat(plan.wantsApplicationAcknowledgement(false)).isEqualTo(ofError.equals("yes"));
    }

    @ParameterizedTest
    @EnumSource(AcknowledgementMode.class)
    void anAnswerIsNeverAnsweredButByTheCommitAcknowledgementThatItAsksFor(AcknowledgementMode mode) {
        for (String accept : List.of("", "AL", "NE", "ER", "SU")) {
            for (String application : List.of("", "AL", "NE", "ER", "SU")) {
                var plan = AcknowledgementPlan.of(header(accept, application, true), mode);
                boolean asked = accept.equals("AL")
                        && List.of(AcknowledgementMode.AUTO, AcknowledgementMode.ENHANCED, AcknowledgementMode.DEFERRED)
                                .contains(mode);
                assertThat(code(plan, Optional.empty())).isEqualTo(asked ? "CA" : null);
                assertThat(code(plan, Optional.of(NOT_NOW))).isEqualTo(asked ? "CE" : null);
                assertThat(plan.wantsApplicationAcknowledgement(true)).isFalse();
                assertThat(plan.wantsApplicationAcknowledgement(false)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "XX", " ", "ALWAYS"})
    void aValueThatTheTableDoesNotKnowIsNone(String value) {
        var plan = AcknowledgementPlan.of(header(value, value, false), AcknowledgementMode.AUTO);
        assertThat(code(plan, Optional.empty())).isEqualTo("AA");
    }

    private static @org.jspecify.annotations.Nullable String code(AcknowledgementPlan plan, Optional<Refusal> refusal) {
        return AcknowledgementCode.atCommit(plan, refusal)
                .map(AcknowledgementCode::name)
                .orElse(null);
    }

    private static MessageHeader header(String accept, String application, boolean answer) {
        return new MessageHeader(
                Delimiters.STANDARD,
                "",
                "",
                "",
                "",
                "SIU",
                "S12",
                "",
                "1",
                "P",
                "2.5.1",
                accept,
                application,
                "",
                answer);
    }
}
