package dev.starling.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final long PAIR = 5;

    private final Streams streams = new Streams();

    @Test
    void the_first_frame_pays_for_a_handshake_and_the_next_does_not() {
        assertThat(streams.arrivalNanos(PAIR, 0, 100, 0)).isEqualTo(300);
        assertThat(streams.arrivalNanos(PAIR, 1_000, 100, 0)).isEqualTo(1_100);
    }

    @Test
    void a_frame_does_not_overtake_one_that_was_repeated() {
        long slow = streams.arrivalNanos(PAIR, 0, 100, 5_000);
        long quick = streams.arrivalNanos(PAIR, 10, 100, 0);

        assertThat(quick).isGreaterThan(slow);
    }

    @Test
    void a_stream_that_was_idle_is_opened_again() {
        streams.arrivalNanos(PAIR, 0, 100, 0);

        long later = Streams.IDLE_NANOS + 1_000;

        assertThat(streams.arrivalNanos(PAIR, later, 100, 0)).isEqualTo(later + 300);
    }

    @Test
    void idle_streams_are_forgotten() {
        for (int pair = 0; pair < 100_000; pair++) {
            streams.arrivalNanos(pair, pair * Streams.IDLE_NANOS / 10, 100, 0);
        }

        assertThat(streams.remembered()).isLessThan(2_000);
    }
}
