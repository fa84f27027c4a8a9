package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.MemberStatus;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** Jobs in a fleet whose hosts and agents break. */
class FailureScenarioTest {

    /** Detection, the delay before a new award at its longest, and the auction. */
    private static final long REPLACED_NANOS = World.DETECTION_NANOS + ms(4_000);

    private static World running(int nodes, int tasks) {
        World world = World.of(nodes, CONFIG);
        world.submit(job("etl", tasks));
        world.run(ms(300));
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(tasks);
        return world;
    }

    private static WorldNode hostOf(World world, int index) {
        return world.node(world.status("etl").tasks().get(index).node().orElseThrow());
    }

    @Test
    void tasks_of_a_dead_host_run_elsewhere_as_the_next_attempt_and_others_stay() {
        World world = running(6, 6);
        WorldNode victim = hostOf(world, 2);
        List<TaskKey> lost = List.copyOf(victim.processes().keySet());
        List<TaskKey> kept = world.processes("etl");
        kept.removeAll(lost);

        world.crashHost(victim);
        world.run(REPLACED_NANOS);

        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(6);
        assertThat(world.processes("etl")).containsAll(kept).hasSize(6);
        for (TaskKey key : lost) {
            TaskStatus task = world.status("etl").tasks().get(key.index());
            assertThat(task.attempt()).isEqualTo(2);
            assertThat(task.node()).isNotEqualTo(Optional.of(victim.id()));
        }
    }

    @Test
    void when_the_primary_dies_in_the_middle_of_an_auction_the_next_guardian_finishes_it() {
        World world = World.of(6, CONFIG);
        WorldNode primary = world.primaryOf("etl");
        // Solicits go out, bids are lost: the auction stands open when the primary dies.
        world.isLost = message -> message instanceof TaskMessage.Bid;
        world.up().getFirst().begin((id, out) -> {});
        WorldNode asker = world.up().stream().filter(n -> n != primary).findFirst().orElseThrow();
        asker.submit(job("etl", 5));
        world.run(ms(20));
        assertThat(world.processes("etl").size()).isLessThan(5);

        world.crashHost(primary);
        world.isLost = message -> false;
        world.run(World.DETECTION_NANOS + ms(4_000));

        assertThat(world.primaryOf("etl")).isNotSameAs(primary);
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(5);
        assertThat(world.processes("etl")).hasSize(5);
        world.everyNode(node -> assertNoHolds(node));
    }

    private static void assertNoHolds(WorldNode node) {
        if (node.isUp()) assertThat(node.tasks().holdsOutstanding()).isZero();
    }

    @Test
    void a_primary_that_dies_before_it_wrote_the_placement_down_causes_no_second_run() {
        World world = World.of(6, CONFIG);
        WorldNode primary = world.primaryOf("etl");
        // No acceptance arrives, so that no place is written; the executors' reports are.
        world.isLost = message -> message instanceof TaskMessage.Accept;
        WorldNode asker = world.up().stream().filter(n -> n != primary).findFirst().orElseThrow();
        asker.submit(job("etl", 3));
        world.run(ms(30));
        List<TaskKey> before = world.processes("etl");
        before.removeAll(primary.processes().keySet());

        world.crashHost(primary);
        world.isLost = message -> false;
        world.run(REPLACED_NANOS);

        assertThat(world.processes("etl")).containsAll(before).hasSize(3);
    }

    @Test
    void an_agent_that_restarts_adopts_its_tasks_and_nothing_else_happens() {
        World world = running(5, 5);
        WorldNode victim = hostOf(world, 0);
        List<TaskKey> before = world.processes("etl");

        victim.killAgent();
        world.run(ms(500));
        victim.boot();
        world.announce(victim, MemberStatus.ALIVE, 0);
        world.run(ms(60_000));

        assertThat(world.processes("etl")).containsExactlyInAnyOrderElementsOf(before);
        assertThat(world.status("etl").tasks())
                .allMatch(task -> task.state() == TaskState.RUNNING && task.attempt() == 1);
        victim.exit(victim.processes().firstKey(), 0);
        world.run(ms(100));
        assertThat(world.count("etl", TaskState.FINISHED)).isOne();
        assertThat(victim.journal()).isEmpty();
    }

    @Test
    void capacity_of_adopted_tasks_is_taken_from_the_first_moment() {
        World world = World.of(1, CONFIG);
        world.submit(job("full", 8));
        world.run(ms(100));
        WorldNode host = world.node(1);

        host.killAgent();
        host.boot();
        host.submit(job("more", 1));
        world.run(ms(20_000));

        assertThat(host.processes()).hasSize(8);
        assertThat(world.count("more", TaskState.PENDING)).isOne();
    }

    @Test
    void a_process_that_was_lost_while_its_agent_was_down_is_awarded_anew() {
        World world = running(5, 5);
        WorldNode victim = hostOf(world, 3);
        int index = victim.processes().firstKey().index();

        victim.killAgent();
        victim.processes().clear();
        victim.boot();
        world.announce(victim, MemberStatus.ALIVE, 0);
        world.run(ms(60_000));

        TaskStatus task = world.status("etl").tasks().get(index);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.attempt()).isGreaterThan(1);
    }

    @Test
    void a_host_that_comes_back_without_its_disk_is_asked_and_its_tasks_are_placed_anew() {
        World world = running(5, 5);
        WorldNode victim = hostOf(world, 1);
        int index = victim.processes().firstKey().index();

        victim.killAgent();
        victim.wipeDisk();
        victim.boot();
        world.announce(victim, MemberStatus.ALIVE, 0);
        world.run(ms(15_000));

        TaskStatus task = world.status("etl").tasks().get(index);
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
        assertThat(task.attempt()).isGreaterThan(1);
        assertThat(world.processes("etl")).hasSize(5);
    }

    @Test
    void a_host_that_only_seemed_dead_is_told_to_end_what_runs_elsewhere_now() {
        World world = running(5, 5);
        WorldNode hidden = hostOf(world, 4);
        TaskKey stray = hidden.processes().firstKey();

        hidden.cutOff(true);
        world.announce(hidden, MemberStatus.DEAD, 0);
        world.run(ms(4_000));
        assertThat(world.processes("etl")).as("it runs twice now").hasSize(6).contains(stray);
        hidden.cutOff(false);
        world.announce(hidden, MemberStatus.ALIVE, 0);
        world.run(ms(15_000));

        assertThat(world.processes("etl")).hasSize(5).doesNotContain(stray);
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(5);
        assertThat(hidden.journal()).doesNotContainKey(stray);
    }

    @Test
    void a_host_that_comes_back_before_anybody_else_had_room_keeps_its_task() {
        World world = World.of(4, TaskConfig.defaults(false, HOST));
        WorldNode only = world.add(5, CONFIG);
        world.run(ms(100));
        world.submit(job("etl", 1));
        world.run(ms(200));

        only.cutOff(true);
        world.announce(only, MemberStatus.DEAD, 0);
        world.run(ms(5_000));
        TaskStatus waiting = world.status("etl").tasks().getFirst();
        assertThat(waiting.state()).isEqualTo(TaskState.PENDING);
        assertThat(waiting.reason())
                .isEqualTo("no present host runs tasks: start agents with --tasks");
        only.cutOff(false);
        world.announce(only, MemberStatus.ALIVE, 0);
        world.run(ms(2_000));

        TaskStatus back = world.status("etl").tasks().getFirst();
        assertThat(back.state()).isEqualTo(TaskState.RUNNING);
        assertThat(back.attempt()).isEqualTo(1);
        assertThat(world.processes("etl")).hasSize(1);
    }

    @Test
    void a_minority_places_nothing_anew_until_the_others_are_back() {
        World world = running(8, 8);
        List<WorldNode> away = world.up().stream().filter(n -> n.number() > 3).toList();
        List<TaskKey> before = world.processes("etl");

        for (WorldNode node : away) {
            node.cutOff(true);
            for (WorldNode seer : world.up()) {
                if (!away.contains(seer)) seer.learn(node.record(), MemberStatus.DEAD);
            }
        }
        world.run(ms(60_000));
        assertThat(world.processes("etl")).containsExactlyInAnyOrderElementsOf(before);
        assertThat(world.node(1).notes).hasSize(1);

        for (WorldNode node : away) {
            node.cutOff(false);
            world.announce(node, MemberStatus.ALIVE, 0);
        }
        world.run(ms(20_000));
        assertThat(world.processes("etl")).containsExactlyInAnyOrderElementsOf(before);
        assertThat(world.status("etl").tasks()).allMatch(task -> task.attempt() == 1);
    }

    @Test
    void a_task_whose_host_is_gone_counts_as_stopped_when_it_is_asked_to_end() {
        World world = running(5, 5);
        WorldNode victim = hostOf(world, 0);
        int index = victim.processes().firstKey().index();

        world.crashHost(victim);
        world.up().getFirst().stop("etl");
        world.run(REPLACED_NANOS);

        assertThat(world.count("etl", TaskState.STOPPED)).isEqualTo(5);
        TaskStatus task = world.status("etl").tasks().get(index);
        assertThat(task.reason()).isEqualTo("host " + victim.record().name() + " is gone");
    }

    @Test
    void tasks_of_a_host_that_left_are_placed_anew_too() {
        World world = running(5, 5);
        WorldNode leaver = hostOf(world, 0);

        leaver.powerOff();
        world.announce(leaver, MemberStatus.LEFT, 0);
        world.run(ms(4_000));

        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(5);
        assertThat(world.processes("etl")).hasSize(5);
    }

    @Test
    void a_fleet_that_loses_hosts_one_after_the_other_ends_every_task() {
        World world = running(8, 12);

        for (int crash = 0; crash < 4; crash++) {
            world.crashHost(world.up().get(world.chance().below(world.up().size())));
            world.run(ms(12_000));
        }

        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(12);
        assertThat(world.processes("etl")).hasSize(12);
        world.up().forEach(n -> List.copyOf(n.processes().keySet()).forEach(k -> n.exit(k, 0)));
        world.run(ms(1_000));
        assertThat(world.count("etl", TaskState.FINISHED)).isEqualTo(12);
        world.up().forEach(node -> assertThat(node.journal()).isEmpty());
    }
}
