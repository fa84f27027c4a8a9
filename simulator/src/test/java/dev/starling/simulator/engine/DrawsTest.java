package dev.starling.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.simulator.engine.Draws.Purpose;

import org.junit.jupiter.api.Test;

class DrawsTest {

    private final Draws draws = new Draws(42);

    @Test
    void a_draw_depends_on_what_it_is_for_and_on_no_other_draw() {
        double first = draws.unit(Purpose.LOSS, 1, 2, 3);
        draws.unit(Purpose.JITTER, 1, 2, 3);
        draws.unit(Purpose.LOSS, 1, 2, 4);

        assertThat(draws.unit(Purpose.LOSS, 1, 2, 3)).isEqualTo(first);
        assertThat(new Draws(42).unit(Purpose.LOSS, 1, 2, 3)).isEqualTo(first);
    }

    @Test
    void everything_that_it_is_for_makes_another_number() {
        assertThat(
                        new double[] {
                            draws.unit(Purpose.LOSS, 1, 2, 3),
                            draws.unit(Purpose.JITTER, 1, 2, 3),
                            draws.unit(Purpose.LOSS, 2, 1, 3),
                            draws.unit(Purpose.LOSS, 1, 2, 4),
                            new Draws(43).unit(Purpose.LOSS, 1, 2, 3)
                        })
                .doesNotHaveDuplicates();
    }

    @Test
    void draws_are_even_over_sequences_and_over_pairs() {
        double ofSequences = 0;
        double ofPairs = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            ofSequences += draws.unit(Purpose.LOSS, 1, 2, i);
            ofPairs += draws.unit(Purpose.LOSS, i, i + 1, 0);
        }

        assertThat(ofSequences / count).isCloseTo(0.5, within(0.01));
        assertThat(ofPairs / count).isCloseTo(0.5, within(0.01));
    }

    @Test
    void exponential_draws_have_the_mean_that_was_asked_for() {
        double sum = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            sum += draws.exponential(1_000, draws.unit(Purpose.JITTER, 0, 1, i));
        }

        assertThat(sum / count).isCloseTo(1_000, within(20.0));
        assertThat(draws.exponential(0, 0.5)).isZero();
    }

    @Test
    void streams_of_nodes_and_purposes_differ() {
        long[] firsts = {
            draws.stream(0, "a").nextLong(),
            draws.stream(0, "b").nextLong(),
            draws.stream(1, "a").nextLong()
        };

        assertThat(firsts).doesNotHaveDuplicates();
        assertThat(draws.stream(0, "a").nextLong()).isEqualTo(firsts[0]);
    }
}
