package dev.starling.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecorderTest {

    private final Recorder recorder = new Recorder();

    @Test
    void the_last_inputs_are_kept_with_their_times() {
        for (int i = 0; i < 1_000; i++) {
            recorder.note(i * 10L, "input " + i, 1);
        }

        assertThat(recorder.lines()).hasSize(Recorder.MOST_INPUTS).endsWith("9990 input 999");
        assertThat(recorder.lines().getFirst()).isEqualTo("7440 input 744");
    }

    @Test
    void large_packets_leave_room_for_fewer() {
        for (int i = 0; i < 20; i++) {
            recorder.note(i, "large " + i, Recorder.MOST_BYTES / 4);
        }
        assertThat(recorder.lines()).hasSize(4);

        recorder.note(99, "huge", 2 * Recorder.MOST_BYTES);

        assertThat(recorder.lines()).containsExactly("99 huge");
    }

    @Test
    void a_description_is_one_line_of_bounded_length_whatever_it_describes() {
        Object untold =
                new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("never");
                    }
                };

        assertThat(Recorder.describe("a\nb\u001b[31m", 100)).isEqualTo("a b [31m");
        assertThat(Recorder.describe("x".repeat(1_000), 10)).isEqualTo("xxxxxxxxxx…");
        assertThat(Recorder.describe(untold, 200)).startsWith("dev.starling.agent.loop");
    }
}
