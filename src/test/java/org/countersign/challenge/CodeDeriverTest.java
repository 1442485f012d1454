package org.countersign.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.countersign.platform.KeyRing;
import org.junit.jupiter.api.Test;

class CodeDeriverTest {

    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final CodeDeriver deriver = new CodeDeriver(new KeyRing(new TreeMap<>(Map.of(1, secret(1), 2, secret(2)))));

    @Test
    void theSameRecipeGivesTheSameCode() {
        assertThat(deriver.derive(ID, recipe(1, 1, "30"))).isEqualTo(deriver.derive(ID, recipe(1, 1, "30")));
    }

    @Test
    void anAmendedActGivesAnotherCode() {
        assertThat(deriver.derive(ID, recipe(1, 1, "30"))).isNotEqualTo(deriver.derive(ID, recipe(1, 1, "60")));
    }

    @Test
    void anotherGenerationEpochOrChallengeGivesAnotherCode() {
        var code = deriver.derive(ID, recipe(1, 1, "30"));
        assertThat(deriver.derive(ID, recipe(1, 2, "30"))).isNotEqualTo(code);
        assertThat(deriver.derive(ID, recipe(2, 1, "30"))).isNotEqualTo(code);
        assertThat(deriver.derive(new UUID(0, 7), recipe(1, 1, "30"))).isNotEqualTo(code);
    }

    @Test
    void aCodeDoesNotShowItself() {
        var code = deriver.derive(ID, recipe(1, 1, "30"));
        assertThat(code.toString()).doesNotContain(code.reveal());
    }

    @Test
    void theIncompleteTopOfTheRangeIsRejected() {
        long range = 1_000_000;
        long limit = Long.MAX_VALUE - Long.MAX_VALUE % range;
        assertThat(CodeDeriver.isFair(limit - 1, range)).isTrue();
        assertThat(CodeDeriver.isFair(limit, range)).isFalse();
        assertThat(limit % range).isZero();
    }

    @Test
    void lastDigitsAreUniform() {
        int[] counts = new int[10];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            String code = deriver.derive(new UUID(4711, i), recipe(1, 1, "30")).reveal();
            counts[code.charAt(5) - '0']++;
        }
        double expected = draws / 10.0;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare)
                .as("chi-square of 9 degrees of freedom, p = 0.001")
                .isLessThan(27.88);
    }

    @Property(tries = 200)
    void everyCodeHasItsLengthInDigits(
            @ForAll long high, @ForAll long low, @ForAll @IntRange(min = 4, max = 10) int n) {
        CodeRecipe recipe = new CodeRecipe(1, 1, n, ActBinding.of(new TreeMap<>()));
        assertThat(deriver.derive(new UUID(high, low), recipe).reveal()).matches("[0-9]{" + n + "}");
    }

    private static CodeRecipe recipe(int epoch, int generation, String quantity) {
        return new CodeRecipe(epoch, generation, 6, ActBinding.of(new TreeMap<>(Map.of("quantity", quantity))));
    }

    private static byte[] secret(int fill) {
        byte[] secret = new byte[32];
        java.util.Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
