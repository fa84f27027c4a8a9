package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.order.Suspicions.Suspicion;
import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspicionsTest {

    private static final NodeId BOB = new NodeId(1, 0, 0, 0);
    private static final NodeId CAROL = new NodeId(2, 0, 0, 0);

    private final Suspicions suspicions = new Suspicions(4, 1_000);

    @ParameterizedTest(name = "{1} ms among {0}")
    @CsvSource({"1,4000", "2,4000", "10,4000", "100,8000", "128,8428", "1000,12000", "10000,16000"})
    void the_time_to_refute_is_memberlists(int members, long timeoutNanos) {
        assertThat(suspicions.timeoutNanos(members)).isEqualTo(timeoutNanos);
    }

    @Test
    void those_whose_time_is_over_are_taken_out_the_earliest_first() {
        suspicions.start(BOB, 1, 0, 500);
        suspicions.start(CAROL, 1, 0, 400);

        assertThat(suspicions.nextDeadlineNanos()).isEqualTo(400);
        assertThat(suspicions.expired(399)).isEmpty();
        assertThat(suspicions.expired(500))
                .containsExactly(new Suspicion(CAROL, 1, 0, 400), new Suspicion(BOB, 1, 0, 500));
        assertThat(suspicions.expired(500)).isEmpty();
        assertThat(suspicions.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_stopped_clock_does_not_ring() {
        suspicions.start(BOB, 1, 0, 500);

        suspicions.stop(BOB);
        suspicions.stop(CAROL);

        assertThat(suspicions.expired(1_000)).isEmpty();
        assertThat(suspicions.isSuspected(BOB)).isFalse();
    }

    @Test
    void a_new_suspicion_of_the_same_member_takes_the_place_of_the_old() {
        suspicions.start(BOB, 1, 0, 500);
        suspicions.start(BOB, 1, 1, 900);

        assertThat(suspicions.size()).isEqualTo(1);
        assertThat(suspicions.expired(500)).isEmpty();
        assertThat(suspicions.expired(900)).containsExactly(new Suspicion(BOB, 1, 1, 900));
    }
}
