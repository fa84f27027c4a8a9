package dev.starling.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TickTimerTest {

    private final ManualLoop loop = new ManualLoop();
    private final long start = loop.nanoTime();
    private long packets;
    private int ticks;
    private final TickTimer timer =
            new TickTimer(loop, () -> loop.nanoTime() - start, () -> packets, () -> ticks++);

    @Test
    void it_ticks_once_when_the_deadline_has_come() {
        timer.arm(ms(100));

        loop.run(ms(99));
        assertThat(ticks).isZero();
        loop.run(ms(2));
        assertThat(ticks).isOne();
        loop.run(ms(1_000));
        assertThat(ticks).isOne();
    }

    @Test
    void an_earlier_deadline_replaces_a_later_one_and_a_later_one_waits_for_the_tick() {
        timer.arm(ms(100));
        timer.arm(ms(50));
        timer.arm(ms(200));

        assertThat(loop.timerCount()).isOne();
        loop.run(ms(51));
        assertThat(ticks).isOne();
    }

    @Test
    void without_a_deadline_there_is_no_timer() {
        timer.arm(Long.MAX_VALUE);

        assertThat(loop.timerCount()).isZero();
    }

    @Test
    void a_deadline_in_the_past_ticks_in_the_next_round() {
        loop.run(ms(10));
        timer.arm(ms(5));

        loop.round();

        assertThat(ticks).isOne();
    }

    @Test
    void after_a_sleep_the_socket_is_emptied_before_time_is_told() {
        timer.arm(ms(100));
        loop.sleep(ms(400));

        for (int round = 0; round < 5; round++) {
            loop.round();
            packets += 64;
            assertThat(ticks).as("while packets come").isZero();
        }
        loop.round();
        assertThat(ticks).isZero();
        loop.round();
        assertThat(ticks).as("a round without packets has passed").isOne();
    }

    @Test
    void a_flood_does_not_stop_the_clock() {
        timer.arm(ms(100));
        loop.sleep(ms(400));

        for (int round = 0; round < TickTimer.MOST_ROUNDS + 1; round++) {
            loop.round();
            packets++;
        }

        assertThat(ticks).isOne();
    }

    @Test
    void a_stopped_timer_does_not_tick() {
        timer.arm(ms(100));
        timer.stop();

        loop.run(ms(500));

        assertThat(ticks).isZero();
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
