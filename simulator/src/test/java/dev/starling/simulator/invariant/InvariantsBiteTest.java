package dev.starling.simulator.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.task.Resources;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberStatus;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Each invariant holds of a sound world and bites one that is broken in just its way. */
class InvariantsBiteTest {

    private final FakeSight sight = new FakeSight();

    @Nested
    class CoresAreSoundBites {
        private final Invariant invariant = new CoresAreSound();

        @Test
        void on_a_core_that_contradicts_itself() {
            assertThat(invariant.afterStep(0, sight)).isEmpty();

            sight.isCoreBroken = true;

            assertThat(invariant.afterStep(0, sight)).hasValue("two probes at once");
        }
    }

    @Nested
    class OwnersAreAheadBites {
        private final Invariant invariant = new OwnersAreAhead();

        @Test
        void on_a_belief_of_a_later_incarnation_than_the_owners() {
            assertThat(invariant.onBelief(0, known(3, 5), sight)).isEmpty();
            assertThat(invariant.onBelief(0, known(3, 6), sight)).isPresent();
        }

        @Test
        void on_a_belief_of_a_later_epoch_than_the_owners() {
            assertThat(invariant.onBelief(0, known(2, 9), sight)).isEmpty();
            assertThat(invariant.onBelief(0, known(4, 0), sight)).isPresent();
        }

        @Test
        void at_rest_on_a_view_that_knows_better() {
            assertThat(invariant.atRest(sight)).isEmpty();

            sight.beliefs.set(0, List.of(known(3, 6)));

            assertThat(invariant.atRest(sight)).isPresent();
        }

        private static Member known(long epoch, long incarnation) {
            return new Member(FakeSight.record(1, epoch, incarnation), MemberStatus.ALIVE, 0);
        }
    }

    @Nested
    class EpochsRiseBites {
        private final Invariant invariant = new EpochsRise();

        @Test
        void on_a_new_life_under_the_epoch_of_the_last() {
            assertThat(invariant.afterStep(0, sight)).isEmpty();

            sight.lives = 2;

            assertThat(invariant.afterStep(0, sight)).isPresent();
        }

        @Test
        void on_an_epoch_that_falls() {
            assertThat(invariant.afterStep(0, sight)).isEmpty();

            sight.lives = 2;
            sight.selves.set(0, FakeSight.record(0, 2, 0));

            assertThat(invariant.afterStep(0, sight)).isPresent();
        }

        @Test
        void not_on_a_new_life_under_a_higher_epoch() {
            assertThat(invariant.afterStep(0, sight)).isEmpty();

            sight.lives = 2;
            sight.selves.set(0, FakeSight.record(0, 4, 0));

            assertThat(invariant.afterStep(0, sight)).isEmpty();
        }
    }

    @Nested
    class PacketsFitBites {
        private final Invariant invariant = new PacketsFit();

        @Test
        void on_a_datagram_above_the_budget() {
            int most = Limits.DATAGRAM_BYTES;

            assertThat(invariant.onSent(0, Carrier.DATAGRAM, most)).isEmpty();
            assertThat(invariant.onSent(0, Carrier.DATAGRAM, most + 1)).isPresent();
        }

        @Test
        void on_a_frame_above_its_limit() {
            int most = Limits.FRAME_BYTES;

            assertThat(invariant.onSent(0, Carrier.STREAM, most)).isEmpty();
            assertThat(invariant.onSent(0, Carrier.STREAM, most + 1)).isPresent();
        }
    }

    @Nested
    class CapacityHoldsBites {
        private final Invariant invariant = new CapacityHolds();

        @Test
        void on_a_host_that_runs_more_than_it_has() {
            sight.inUse = new Resources(1_000, 1_000);
            assertThat(invariant.afterStep(0, sight)).isEmpty();

            sight.inUse = new Resources(1_001, 0);
            assertThat(invariant.afterStep(0, sight)).isPresent();

            sight.inUse = new Resources(0, 1_001);
            assertThat(invariant.afterStep(0, sight)).isPresent();
        }
    }

    @Nested
    class ViewsAgreeBites {
        private final Invariant invariant = new ViewsAgree();

        @Test
        void on_a_node_that_holds_dead_what_it_can_reach() {
            assertThat(invariant.atRest(sight)).isEmpty();

            sight.beliefs.set(
                    0,
                    List.of(
                            FakeSight.belief(0, MemberStatus.ALIVE),
                            FakeSight.belief(1, MemberStatus.DEAD)));

            assertThat(invariant.atRest(sight)).hasValue("node 0 is wrong about nodes {1}");
        }

        @Test
        void on_a_node_that_has_never_heard_of_what_it_can_reach() {
            sight.beliefs.set(1, List.of(FakeSight.belief(1, MemberStatus.ALIVE)));

            assertThat(invariant.atRest(sight)).hasValue("node 1 is wrong about nodes {0}");
        }

        @Test
        void on_a_node_that_counts_on_what_it_cannot_reach() {
            sight.isCut = true;

            assertThat(invariant.atRest(sight)).isPresent();
        }
    }
}
