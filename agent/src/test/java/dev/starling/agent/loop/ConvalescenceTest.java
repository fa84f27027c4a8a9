package dev.starling.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Chance;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ConvalescenceTest {

    private final Convalescence convalescence = new Convalescence(Chance.stream(1, "test"));

    @Test
    void a_first_bug_costs_its_input_only() {
        assertThat(convalescence.needsNewCore(minutes(5), true)).isFalse();
        assertThat(convalescence.needsNewCore(minutes(7), true)).isFalse();
        assertThat(convalescence.bugs()).isEqualTo(2);
    }

    @Test
    void a_bug_within_a_minute_of_another_costs_the_core() {
        convalescence.needsNewCore(minutes(5), true);

        assertThat(convalescence.needsNewCore(minutes(6) - 1, true)).isTrue();
    }

    @Test
    void broken_invariants_cost_the_core_at_once() {
        assertThat(convalescence.needsNewCore(minutes(5), false)).isTrue();
    }

    @Test
    void pauses_double_to_a_minute_and_at_most_half_of_each_is_chance() {
        for (int i = 0; i < 12; i++) {
            long whole = Math.min(Duration.ofMinutes(1).toNanos(), minutes(1) / 60 << i);
            assertThat(convalescence.pauseNanos()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void after_a_healthy_time_pauses_are_short_again() {
        for (int i = 0; i < 6; i++) {
            convalescence.needsNewCore(minutes(1), false);
            convalescence.pauseNanos();
        }

        convalescence.needsNewCore(minutes(12), false);

        assertThat(convalescence.pauseNanos()).isLessThanOrEqualTo(minutes(1) / 60);
    }

    private static long minutes(long minutes) {
        return Duration.ofMinutes(minutes).toNanos();
    }
}
