package dev.starling.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static String memory(long bytes) {
        return new Resources(0, bytes).memoryInWords();
    }

    @Test
    void memory_is_told_in_the_largest_unit_with_one_decimal_where_it_matters() {
        assertThat(memory(0)).isEqualTo("0");
        assertThat(memory(1_023)).isEqualTo("1023");
        assertThat(memory(1_024)).isEqualTo("1k");
        assertThat(memory(256L << 20)).isEqualTo("256M");
        assertThat(memory(3L << 29)).isEqualTo("1.5G");
        assertThat(memory((8L << 30) + 1)).isEqualTo("8G");
        assertThat(memory(Long.MAX_VALUE)).isEqualTo("8191P");
        assertThat(new Resources(500, 1L << 30).inWords()).isEqualTo("500 millicores and 1G");
    }

    @Test
    void as_many_fit_as_the_scarcer_of_both_allows() {
        Resources free = new Resources(4_000, 1_000);
        assertThat(new Resources(500, 100).timesIn(free, 64)).isEqualTo(8);
        assertThat(new Resources(500, 400).timesIn(free, 64)).isEqualTo(2);
        assertThat(new Resources(500, 1_001).timesIn(free, 64)).isZero();
        assertThat(Resources.NONE.timesIn(free, 64)).isEqualTo(64);
        assertThat(Resources.NONE.timesIn(Resources.NONE, 3)).isEqualTo(3);
    }

    @Test
    void sums_stay_at_the_largest_number_and_differences_at_nothing() {
        Resources most = new Resources(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(most.plus(new Resources(1, 1))).isEqualTo(most);
        assertThat(new Resources(1, 5).minus(new Resources(2, 3))).isEqualTo(new Resources(0, 2));
    }
}
