package dev.starling.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceHashTest {

    @Test
    void equal_runs_have_equal_traces_and_no_difference() {
        TraceHash one = run(10_000, -1);
        TraceHash other = run(10_000, -1);

        assertThat(one.value()).isEqualTo(other.value());
        assertThat(one.checkpoints()).isEqualTo(other.checkpoints()).hasSize(2);
        assertThat(one.firstDifference(other)).isEqualTo(-1);
    }

    @Test
    void the_piece_in_which_two_runs_part_is_found() {
        TraceHash one = run(20_000, -1);
        TraceHash other = run(20_000, 9_000);

        assertThat(one.firstDifference(other)).isEqualTo(2 * TraceHash.CHECKPOINT_EVENTS);
        assertThat(other.firstDifference(one)).isEqualTo(2 * TraceHash.CHECKPOINT_EVENTS);
    }

    @Test
    void every_part_of_an_event_counts() {
        TraceHash base = new TraceHash();
        base.add(1, 2, 3, 4);

        assertThat(
                        new long[] {
                            traceOf(2, 2, 3, 4),
                            traceOf(1, 3, 3, 4),
                            traceOf(1, 2, 4, 4),
                            traceOf(1, 2, 3, 5)
                        })
                .doesNotContain(base.value())
                .doesNotHaveDuplicates();
    }

    private static long traceOf(long time, int node, int kind, long fingerprint) {
        TraceHash trace = new TraceHash();
        trace.add(time, node, kind, fingerprint);
        return trace.value();
    }

    private static TraceHash run(int events, int differingAt) {
        TraceHash trace = new TraceHash();
        for (int i = 0; i < events; i++) {
            trace.add(i, i % 5, 2, i == differingAt ? 1 : 0);
        }
        return trace;
    }
}
