package org.countersign.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.event.Delimiters;
import org.junit.jupiter.api.Test;

class MessageMaskTest {

    private final MessageMask mask = new MessageMask(Delimiters.STANDARD);

    @Test
    void namesIdsDatesNumbersAndFreeTextKeepOnlyTheirShape() {
        assertThat(line("PID|1||P1^^^GOOD~77||Doe^J\u00F6rg||1970|F"))
                .isEqualTo("PID|1||..^^^....~..||...^....||....|.");
        assertThat(line("OBX|1|TX|8480-6^BP||very high||||||F")).isEqualTo("OBX|1|TX|....-.^..||.... ....||||||F");
        assertThat(line("NTE|1||call (608) 555-0100")).isEqualTo("NTE|1||.... (...) ...-....");
        assertThat(line("NK1|1|Doe^Ann|SPO")).isEqualTo("NK1|1|...^...|...");
        assertThat(line("GT1|1||Doe")).isEqualTo("GT1|1||...");
        assertThat(line("IN1|1|A1|99")).isEqualTo("IN1|1|..|..");
        assertThat(line("PV1|1|O|Ward 3||V-77")).isEqualTo("PV1|1|O|.... .||.-..");
    }

    @Test
    void headerOrderCodesAndScheduleIdsStay() {
        for (String line : new String[] {
            "MSH|^~\\&|A|B|C|D|2026||SIU^S12|C1|P|2.5", "ORC|RF|O1^EHR|F1||IP", "SCH|A1^EHR|F1^HUB", "EVN|S12|2026"
        }) {
            MessageMask.Segment segment = mask.masked(line).getFirst();
            assertThat(segment.line()).isEqualTo(line);
            assertThat(segment.masked()).isEmpty();
        }
    }

    @Test
    void aSegmentThatNobodyKnowsShowsNothing() {
        assertThat(line("ZPI|Doe|x")).isEqualTo("ZPI|...|.");
        assertThat(line("Jane Doe|1970")).isEqualTo(".... ...|....");
        assertThat(line("PID")).isEqualTo("PID");
    }

    @Test
    void theHiddenFieldsAreNamedAsTheStandardCountsThem() {
        assertThat(mask.masked("PID|1||P1||Doe").getFirst().masked()).containsExactly("PID-3", "PID-5");
    }

    @Test
    void otherDelimitersAreNoWayThrough() {
        MessageMask other = new MessageMask(new Delimiters('$', '%', '~', '\\', '&'));
        assertThat(other.masked("PID$1$$P1%Doe").getFirst().line().replace(MessageMask.DOT, '.'))
                .isEqualTo("PID$1$$..%...");
    }

    @Test
    void addressesKeepTheirEnds() {
        assertThat(AddressMask.mask("+16085550142").replace(MessageMask.DOT, '.'))
                .isEqualTo("+.........42");
        assertThat(AddressMask.mask("a..@........org").replace(MessageMask.DOT, '.'))
                .isEqualTo("a..@........org");
    }

    private String line(String segment) {
        return mask.masked(segment).getFirst().line().replace(MessageMask.DOT, '.');
    }
}
