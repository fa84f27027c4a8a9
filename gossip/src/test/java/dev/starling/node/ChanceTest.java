package dev.starling.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

class ChanceTest {

    /** From the state 1, 2, 3, 4: the numbers of the authors' own C code. */
    @Test
    void the_numbers_are_those_of_xoshiro256_plus_plus() throws ReflectiveOperationException {
        Chance chance = Chance.stream(0, "any");
        for (int i = 0; i < 4; i++) {
            Field state = Chance.class.getDeclaredField("state" + i);
            state.setAccessible(true);
            state.setLong(chance, i + 1);
        }

        assertThat(IntStream.range(0, 10).mapToObj(i -> Long.toUnsignedString(chance.nextLong())))
                .containsExactly(
                        "41943041",
                        "58720359",
                        "3588806011781223",
                        "3591011842654386",
                        "9228616714210784205",
                        "9973669472204895162",
                        "14011001112246962877",
                        "12406186145184390807",
                        "15849039046786891736",
                        "10450023813501588000");
    }

    /** A recorded run is replayed by its seed years later: these numbers must never change. */
    @Test
    void a_seed_and_a_name_give_the_same_numbers_for_ever() {
        Chance chance = Chance.stream(42, "gossip.probing");

        assertThat(Long.toHexString(chance.nextLong())).isEqualTo("f594c7710662722c");
        assertThat(Long.toHexString(chance.nextLong())).isEqualTo("89a45ac35b625b54");
    }

    @Test
    void streams_of_other_names_or_seeds_are_others() {
        List<Long> firsts = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++) {
            for (String name : List.of("a", "b", "ab", "ba", "")) {
                firsts.add(Chance.stream(seed, name).nextLong());
            }
        }

        assertThat(firsts).doesNotHaveDuplicates();
    }

    @Test
    void numbers_below_a_bound_are_about_equally_frequent() {
        Chance chance = Chance.stream(1, "below");
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 70_000; i++) counts.merge(chance.below(7), 1, Integer::sum);

        assertThat(counts).hasSize(7);
        assertThat(counts.values()).allMatch(count -> count > 9_500 && count < 10_500);
        assertThat(chance.below(1)).isZero();
        assertThat(chance.below(Long.MAX_VALUE)).isNotNegative();
        assertThatThrownBy(() -> chance.below(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void units_fill_the_interval_from_zero_to_below_one() {
        Chance chance = Chance.stream(1, "unit");
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double unit = chance.unit();
            assertThat(unit >= 0 && unit < 1).isTrue();
            sum += unit;
        }

        assertThat(sum / 100_000).isBetween(0.495, 0.505);
    }

    @Test
    void a_shuffle_keeps_everything_and_reaches_every_order() {
        Chance chance = Chance.stream(1, "shuffle");
        TreeMap<String, Integer> orders = new TreeMap<>();
        for (int i = 0; i < 24_000; i++) {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
            chance.shuffle(list);
            orders.merge(list.toString(), 1, Integer::sum);
        }

        assertThat(orders).hasSize(24);
        assertThat(orders.values()).allMatch(count -> count > 850 && count < 1_150);
    }
}
