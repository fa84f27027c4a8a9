package dev.starling.simulator.story;

import static dev.starling.simulator.story.Stories.fleetOf;
import static dev.starling.simulator.story.Stories.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.simulator.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class PartitionStoryTest {

    private static final List<Integer> ALL = World.nodes(0, 20);
    private static final List<Integer> LEFT = World.nodes(0, 8);
    private static final List<Integer> RIGHT = World.nodes(8, 20);

    @Test
    void both_halves_go_on_and_after_healing_both_see_everything() {
        World world = World.converged(fleetOf(20));
        world.register(2, "before");
        world.register(12, "before");

        world.cut(LEFT, RIGHT);
        world.awaitAllSeeAll(seconds(30));

        assertThat(world.present(0)).isEqualTo(LEFT);
        assertThat(world.present(19)).isEqualTo(RIGHT);
        world.runFor(seconds(5));
        assertThat(world.register(3, "during").isAcknowledged()).isTrue();
        assertThat(world.register(13, "during").isAcknowledged()).isTrue();
        assertThat(LEFT)
                .allSatisfy(node -> assertThat(world.holders(node, "during")).containsExactly(3));
        assertThat(RIGHT)
                .allSatisfy(node -> assertThat(world.holders(node, "during")).containsExactly(13));
        assertThat(LEFT)
                .allSatisfy(node -> assertThat(world.holders(node, "before")).containsExactly(2));
        assertThat(RIGHT)
                .allSatisfy(node -> assertThat(world.holders(node, "before")).containsExactly(12));

        world.heal();
        world.awaitAllSeeAll(seconds(60));
        world.runFor(seconds(10));

        world.checkAtRest();
        for (int node : ALL) {
            assertThat(world.present(node)).isEqualTo(ALL);
            assertThat(world.holders(node, "before")).containsExactly(2, 12);
            assertThat(world.holders(node, "during")).containsExactly(3, 13);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_is_deregistered_on_one_side_is_gone_on_both_after_healing(long seed) {
        World world = World.converged(fleetOf(20).withSeed(seed));
        world.register(2, "web");
        world.register(12, "web");

        world.cut(LEFT, RIGHT);
        world.awaitAllSeeAll(seconds(30));
        world.runFor(seconds(5));
        world.deregister(2, "web");
        world.heal();
        world.awaitAllSeeAll(seconds(60));
        world.runFor(seconds(10));

        for (int node : ALL) {
            assertThat(world.holders(node, "web")).containsExactly(12);
        }
    }

    @Test
    void a_short_cut_that_nobody_dies_of_leaves_no_trace() {
        World world = World.converged(fleetOf(20));
        world.register(2, "web");

        world.cut(LEFT, RIGHT);
        world.runFor(seconds(2));
        world.heal();
        world.runFor(seconds(30));

        world.checkAtRest();
        assertThat(world.holders(19, "web")).containsExactly(2);
    }
}
