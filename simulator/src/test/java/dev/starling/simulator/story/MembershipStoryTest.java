package dev.starling.simulator.story;

import static dev.starling.simulator.story.Stories.fleetOf;
import static dev.starling.simulator.story.Stories.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.MemberStatus;
import dev.starling.simulator.World;
import dev.starling.simulator.measure.Detected;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class MembershipStoryTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 32})
    void everybody_who_joins_by_one_seed_is_seen_by_everybody(int nodes) {
        World world = new World(fleetOf(nodes));
        world.startAll();

        world.awaitAllSeeAll(seconds(3));

        world.checkAtRest();
        for (int node = 0; node < nodes; node++) {
            assertThat(world.present(node)).isEqualTo(World.nodes(0, nodes));
        }
    }

    @Test
    void a_crash_is_known_everywhere_in_time_and_nobody_else_is_accused() {
        World world = World.converged(fleetOf(32).withSeed(11));

        world.crash(9);
        Duration everywhere = world.awaitAllSeeAll(seconds(15));

        // One period to probe it, 4 x log10(32) = 6 s of suspicion, and some to spread.
        assertThat(everywhere).isBetween(seconds(5), seconds(11));
        assertThat(world.detection().falseDeaths()).isZero();
        assertThat(world.detection().detected())
                .singleElement()
                .extracting(Detected::node)
                .isEqualTo(9);
        world.checkAtRest();
    }

    @Test
    void who_says_goodbye_is_not_mourned() {
        World world = World.converged(fleetOf(16));

        world.leave(5);
        Duration everywhere =
                world.await(
                        "all know that 5 left",
                        seconds(5),
                        () ->
                                World.nodes(0, 16).stream()
                                        .filter(node -> node != 5)
                                        .allMatch(node -> hasLeft(world, node)));

        assertThat(everywhere).isLessThan(seconds(2));
        world.await("5 has ended", seconds(10), () -> !world.fleet().isUp(5));
        world.runFor(seconds(20));
        world.checkAtRest();
    }

    private static boolean hasLeft(World world, int node) {
        return world.belief(node, 5).filter(status -> status == MemberStatus.LEFT).isPresent();
    }

    @Test
    void a_node_that_comes_back_is_itself_in_a_later_life() {
        World world = World.converged(fleetOf(8));
        long epoch = world.core(3).self().epoch();

        world.crash(3);
        world.awaitAllSeeAll(seconds(20));
        world.restart(3);
        world.awaitAllSeeAll(seconds(5));

        assertThat(world.core(3).self().epoch()).isEqualTo(epoch + 1);
        assertThat(world.belief(0, 3)).contains(MemberStatus.ALIVE);
        assertThat(world.core(0).member(world.core(3).self().id()).orElseThrow().record())
                .isEqualTo(world.core(3).self());
        world.checkAtRest();
    }

    @Test
    void a_node_that_comes_back_before_anybody_noticed_is_not_mourned_afterwards() {
        World world = World.converged(fleetOf(8));

        world.crash(3);
        world.runFor(Duration.ofMillis(300));
        world.restart(3);
        world.awaitAllSeeAll(seconds(10));
        world.runFor(seconds(30));

        assertThat(world.detection().falseDeaths()).isZero();
        world.checkAtRest();
    }

    @Test
    void with_five_percent_loss_the_dead_are_found_and_the_living_left_alone() {
        World world = new World(fleetOf(32).withLoss(0.05).withLatency(Duration.ofMillis(20)));
        world.startAll();
        world.awaitAllSeeAll(seconds(20));
        world.runFor(seconds(60));
        world.crash(4);

        world.awaitAllSeeAll(seconds(20));

        assertThat(world.detection().falseDeaths()).isZero();
    }
}
