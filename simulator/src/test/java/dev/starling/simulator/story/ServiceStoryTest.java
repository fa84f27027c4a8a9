package dev.starling.simulator.story;

import static dev.starling.simulator.story.Stories.fleetOf;
import static dev.starling.simulator.story.Stories.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckStatus;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceDefinition;
import dev.starling.agent.service.ServiceInstance;
import dev.starling.simulator.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

class ServiceStoryTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void what_is_registered_anywhere_is_found_from_everywhere(int nodes) {
        World world = World.converged(fleetOf(nodes));

        assertThat(world.register(nodes - 1, "web").isAcknowledged()).isTrue();

        for (int node = 0; node < nodes; node++) {
            ServiceAnswer answer = world.lookup(node, "web");
            assertThat(answer.isComplete()).isTrue();
            assertThat(answer.rounds()).isLessThanOrEqualTo(1);
            assertThat(answer.instances())
                    .extracting(ServiceInstance::id)
                    .containsExactly("web-" + (nodes - 1));
        }
    }

    @Test
    void what_is_registered_in_the_first_second_is_found_at_once_too() {
        World world = new World(fleetOf(16));
        world.startAll();
        world.awaitAllSeeAll(seconds(5));

        world.register(15, "web");

        for (int node = 0; node < 16; node++) {
            assertThat(world.holders(node, "web")).containsExactly(15);
        }
    }

    @Test
    void the_instances_of_a_dead_host_are_in_no_answer_once_its_death_is_known() {
        World world = World.converged(fleetOf(16));
        world.register(3, "web");
        world.register(7, "web");

        world.crash(3);
        world.awaitAllSeeAll(seconds(20));

        for (int node : world.fleet().nodes(true)) {
            assertThat(world.holders(node, "web")).containsExactly(7);
        }
    }

    @Test
    void a_restarted_agent_has_its_services_again_without_being_told() {
        World world = World.converged(fleetOf(16));
        world.register(3, "web");

        world.crash(3);
        world.awaitAllSeeAll(seconds(20));
        assertThat(world.holders(0, "web")).isEmpty();
        world.restart(3);
        world.awaitAllSeeAll(seconds(5));
        world.runFor(seconds(1));

        assertThat(world.core(3).localServices()).hasSize(1);
        assertThat(world.holders(0, "web")).containsExactly(3);
        assertThat(world.holders(15, "web")).containsExactly(3);
    }

    @Test
    void services_survive_the_death_of_most_of_their_replicas_one_after_the_other() {
        World world = World.converged(fleetOf(16));
        world.register(3, "web");

        for (int round = 0; round < 6; round++) {
            int holder = aHolderBesides(world, 3);
            world.crash(holder);
            world.awaitAllSeeAll(seconds(20));
            world.runFor(seconds(5));
        }

        for (int node : world.fleet().nodes(true)) {
            assertThat(world.holders(node, "web")).containsExactly(3);
        }
    }

    private static int aHolderBesides(World world, int owner) {
        return world.fleet().nodes(true).stream()
                .filter(node -> node != owner && !world.core(node).heldKeys().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_check_that_turns_critical_is_seen_everywhere_within_its_interval_and_a_moment() {
        World world = World.converged(fleetOf(16));
        CheckDefinition check =
                new CheckDefinition.Http(
                        "http", "http://localhost/", seconds(2).toNanos(), seconds(1).toNanos());
        world.register(
                5,
                new ServiceDefinition(
                        "web-5", "web", "", 80, List.of(), new TreeMap<>(), List.of(check)));
        world.runFor(seconds(3));
        assertThat(statusSeenBy(world, 9)).isEqualTo(CheckStatus.PASSING);

        world.script(5, "web-5", CheckStatus.CRITICAL);
        world.runFor(seconds(3));

        for (int node = 0; node < 16; node++) {
            assertThat(statusSeenBy(world, node)).isEqualTo(CheckStatus.CRITICAL);
        }
    }

    private static CheckStatus statusSeenBy(World world, int node) {
        return world.lookup(node, "web").instances().getFirst().status();
    }

    @Test
    void with_five_percent_loss_registering_and_looking_up_work_all_the_same() {
        World world =
                World.converged(fleetOf(20).withLoss(0.05).withLatency(Duration.ofMillis(10)));

        for (int node = 0; node < 20; node++) {
            assertThat(world.register(node, "web").isAcknowledged()).isTrue();
        }
        for (int node = 0; node < 20; node++) {
            assertThat(world.holders(node, "web")).isEqualTo(World.nodes(0, 20));
        }
    }
}
