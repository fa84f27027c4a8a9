package dev.starling.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.simulator.measure.Spread.Samples;

import org.junit.jupiter.api.Test;

class SpreadTest {

    private final Samples samples = new Samples();

    @Test
    void nothing_has_no_spread() {
        assertThat(samples.spread()).isEqualTo(new Spread(0, 0, 0, 0));
    }

    @Test
    void one_figure_is_all_of_them() {
        samples.add(7);

        assertThat(samples.spread()).isEqualTo(new Spread(1, 7, 7, 7));
    }

    @Test
    void ranks_are_by_the_least_figure_that_enough_do_not_exceed() {
        for (int value = 1_000; value >= 1; value--) {
            samples.add(value);
        }

        assertThat(samples.spread()).isEqualTo(new Spread(1_000, 500, 990, 1_000));
    }
}
