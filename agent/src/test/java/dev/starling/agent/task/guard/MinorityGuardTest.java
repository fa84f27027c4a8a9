package dev.starling.agent.task.guard;

import static dev.starling.agent.task.Fixtures.id;
import static dev.starling.agent.task.Fixtures.ms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MinorityGuardTest {

    private final MinorityGuard guard = new MinorityGuard(id(0));

    private void fleetOf(int count) {
        for (int number = 1; number < count; number++) guard.onPresent(id(number));
    }

    /** How many of these deaths made it freeze. */
    private int die(int from, int to, long nowNanos) {
        int froze = 0;
        for (int number = from; number <= to; number++) {
            if (guard.onDeath(id(number), nowNanos)) froze++;
        }
        return froze;
    }

    @Test
    void two_deaths_are_never_a_mass() {
        fleetOf(3);
        assertThat(die(1, 2, 0)).isZero();
        assertThat(guard.isFrozen(0)).isFalse();
    }

    @Test
    void a_quarter_is_not_more_than_a_quarter() {
        fleetOf(16);
        assertThat(die(1, 4, 0)).isZero();
        assertThat(die(5, 5, 0)).isEqualTo(1);
        assertThat(guard.isFrozen(0)).isTrue();
    }

    @Test
    void deaths_far_apart_are_no_mass() {
        fleetOf(8);
        for (int number = 1; number <= 5; number++) {
            assertThat(die(number, number, ms(6_000) * number)).isZero();
        }
        assertThat(guard.isFrozen(ms(60_000))).isFalse();
    }

    @Test
    void it_says_once_that_it_froze() {
        fleetOf(10);
        assertThat(die(1, 6, 0)).isEqualTo(1);
    }

    @Test
    void a_majority_goes_on_when_nobody_died_for_ten_seconds() {
        fleetOf(10);
        die(1, 3, 0);
        die(4, 4, ms(4_000));
        assertThat(guard.isFrozen(ms(13_999))).isTrue();
        assertThat(guard.isFrozen(ms(14_000))).isFalse();
        assertThat(die(5, 5, ms(15_000))).as("thawed for good").isZero();
    }

    @Test
    void a_minority_stays_frozen_until_half_are_back() {
        fleetOf(10);
        die(1, 7, 0);
        assertThat(guard.isFrozen(ms(3_600_000))).isTrue();
        guard.onPresent(id(1));
        assertThat(guard.isFrozen(ms(3_600_000))).isTrue();
        guard.onPresent(id(2));
        assertThat(guard.isFrozen(ms(3_600_000))).isFalse();
    }

    @Test
    void the_forgotten_and_those_who_said_goodbye_do_not_count() {
        fleetOf(10);
        die(1, 7, 0);
        for (int number = 1; number <= 3; number++) guard.onGone(id(number));
        assertThat(guard.isFrozen(ms(20_000))).isTrue();
        guard.onGone(id(4));
        assertThat(guard.isFrozen(ms(20_000))).isFalse();

        for (int number = 8; number <= 9; number++) guard.onGone(id(number));
        assertThat(die(8, 9, ms(30_000))).isZero();
    }

    @Test
    void who_comes_back_at_once_was_not_dead() {
        fleetOf(10);
        for (int round = 0; round < 5; round++) {
            die(1, 2, ms(100) * round);
            guard.onPresent(id(1));
            guard.onPresent(id(2));
        }
        assertThat(guard.isFrozen(ms(500))).isFalse();
    }
}
