package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.CONFIG;
import static dev.starling.agent.task.Fixtures.HOST;
import static dev.starling.agent.task.Fixtures.MEBIBYTE;
import static dev.starling.agent.task.Fixtures.job;
import static dev.starling.agent.task.Fixtures.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Jobs in a fleet where no host breaks. */
class PlacementScenarioTest {

    /** Nothing of a job runs, waits or is held any more. */
    private static void assertQuiet(World world) {
        world.run(ms(2_000));
        world.everyNode(node -> {
            assertThat(node.processes()).isEmpty();
            assertThat(node.journal()).isEmpty();
            assertThat(node.tasks().holdsOutstanding()).isZero();
        });
    }

    private static void endAll(World world, int exitCode) {
        world.everyNode(node ->
                List.copyOf(node.processes().keySet()).forEach(k -> node.exit(k, exitCode)));
    }

    @Test
    void the_tasks_of_a_job_are_spread_over_hosts_by_their_bids() {
        World world = World.of(5, CONFIG);

        JobStatus accepted = world.submit(job("etl", 4));
        assertThat(accepted.tasks())
                .allMatch(task -> task.state() == TaskState.PENDING && task.attempt() == 0);
        world.run(ms(200));

        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(4);
        long hosts = world.status("etl").tasks().stream().map(TaskStatus::node).distinct().count();
        assertThat(hosts).isEqualTo(4);
    }

    @Test
    void a_fleet_of_one_runs_jobs_too() {
        World world = World.of(1, CONFIG);

        world.submit(job("solo", 8));
        world.run(ms(100));

        assertThat(world.count("solo", TaskState.RUNNING)).isEqualTo(8);
        assertThat(world.messages).isZero();
    }

    @Test
    void tasks_that_end_are_reported_with_their_exit_codes_and_forgotten_by_their_hosts() {
        World world = World.of(5, CONFIG);
        world.submit(job("etl", 2));
        world.run(ms(200));

        TaskKey first = new TaskKey("etl", 1, 0, 1);
        TaskKey second = new TaskKey("etl", 1, 1, 1);
        NodeId host = world.status("etl").tasks().getFirst().node().orElseThrow();
        world.node(host).exit(first, 0);
        world.node(world.status("etl").tasks().getLast().node().orElseThrow()).exit(second, 137);
        world.run(ms(100));

        JobStatus ended = world.status("etl");
        assertThat(ended.isEnded()).isTrue();
        assertThat(ended.tasks().getFirst().state()).isEqualTo(TaskState.FINISHED);
        assertThat(ended.tasks().getFirst().exitCode()).contains(0);
        assertThat(ended.tasks().getFirst().node()).contains(host);
        assertThat(ended.tasks().getLast().state()).isEqualTo(TaskState.FAILED);
        assertThat(ended.tasks().getLast().exitCode()).contains(137);
        assertThat(ended.tasks().getLast().reason()).isEqualTo("ended with exit code 137");
        assertQuiet(world);
    }

    @Test
    void auctions_at_the_same_time_never_take_more_than_a_host_has() {
        World world = World.of(5, CONFIG);
        int slots = 5 * 8;
        List<String> jobs = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

        for (String name : jobs) {
            WorldNode asker = world.node(1 + jobs.indexOf(name) % 5);
            asker.begin((id, out) -> asker.tasks().submit(id, job(name, 6), world.nowNanos(), out));
        }
        world.run(ms(1_500));

        List<TaskKey> running = jobs.stream().flatMap(j -> world.processes(j).stream()).toList();
        assertThat(running).hasSize(slots);
        long waiting = jobs.stream().mapToLong(j -> world.count(j, TaskState.PENDING)).sum();
        assertThat(waiting).isEqualTo(60 - slots);
        String reason =
                jobs.stream()
                        .flatMap(j -> world.status(j).tasks().stream())
                        .filter(task -> task.state() == TaskState.PENDING)
                        .map(TaskStatus::reason)
                        .findFirst()
                        .orElseThrow();
        assertThat(reason).isEqualTo("no host has 500 millicores and 256M free; asked 5");

        endAll(world, 0);
        assertThat(world.runUntil(ms(30_000), w -> running(w, jobs) == 20)).isTrue();
        endAll(world, 0);
        world.run(ms(1_000));
        assertThat(jobs).allMatch(j -> world.count(j, TaskState.FINISHED) == 6);
        assertQuiet(world);
    }

    private static int running(World world, List<String> jobs) {
        return jobs.stream().mapToInt(job -> world.processes(job).size()).sum();
    }

    @Test
    void a_job_larger_than_any_host_is_refused_with_what_the_largest_gives() {
        World world = World.of(3, CONFIG);
        world.add(4, TaskConfig.defaults(true, new Resources(2_000, 1_024 * MEBIBYTE)));
        world.run(ms(100));

        TaskEffect answer =
                world.node(1).submit(job("big", 1, new Resources(64_000, 1_024 * MEBIBYTE)));

        TaskEffect.Refused refused = (TaskEffect.Refused) answer;
        assertThat(refused.why()).isEqualTo(Refusal.IMPOSSIBLE);
        assertThat(refused.message())
                .matches(
                        "job big needs 64000 millicores and 1G for each task;"
                                + " the largest host, n[123], gives 4000 and 8G");
        TaskEffect.Refused missing = (TaskEffect.Refused) world.node(1).find("big");
        assertThat(missing.why()).isEqualTo(Refusal.NOT_FOUND);
        assertThat(missing.message()).isEqualTo("there is no job called \"big\"");
    }

    @Test
    void a_fleet_without_executors_says_how_to_get_one() {
        World world = World.of(3, TaskConfig.defaults(false, HOST));

        TaskEffect.Refused refused = (TaskEffect.Refused) world.node(1).submit(job("etl", 1));

        assertThat(refused.why()).isEqualTo(Refusal.IMPOSSIBLE);
        assertThat(refused.message())
                .isEqualTo("no present host runs tasks: start agents with --tasks");
    }

    @Test
    void only_hosts_that_run_tasks_are_given_any() {
        World world = World.of(6, TaskConfig.defaults(false, HOST));
        world.add(7, CONFIG);
        world.run(ms(100));

        world.submit(job("etl", 3));
        world.run(ms(200));

        assertThat(world.node(7).processes()).hasSize(3);
    }

    @Test
    void a_name_is_taken_until_its_job_has_ended_and_then_starts_a_new_generation() {
        World world = World.of(5, CONFIG);
        world.submit(job("etl", 1));
        world.run(ms(100));

        TaskEffect.Refused refused = (TaskEffect.Refused) world.node(1).submit(job("etl", 1));
        assertThat(refused.why()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused.message()).isEqualTo("job etl exists and has not ended");

        endAll(world, 1);
        world.run(ms(100));
        assertThat(world.submit(job("etl", 2)).generation()).isEqualTo(2);
        world.run(ms(200));
        assertThat(world.processes("etl"))
                .containsExactlyInAnyOrder(
                        new TaskKey("etl", 2, 0, 1), new TaskKey("etl", 2, 1, 1));
    }

    @Test
    void of_two_submissions_of_one_name_at_once_one_is_told_that_it_lost() {
        World world = World.of(5, CONFIG);
        WorldNode hasty = world.node(1);
        long asked =
                hasty.begin((id, out) ->
                        hasty.tasks().submit(id, job("twin", 1), world.nowNanos(), out));

        TaskEffect second = world.node(2).submit(job("twin", 3));
        TaskEffect first = hasty.await(asked);

        List<Class<?>> kinds = List.of(first.getClass(), second.getClass());
        assertThat(kinds)
                .containsExactlyInAnyOrder(TaskEffect.JobAnswered.class, TaskEffect.Refused.class);
        world.run(ms(200));
        TaskEffect.JobAnswered winner =
                (TaskEffect.JobAnswered) (first instanceof TaskEffect.JobAnswered ? first : second);
        assertThat(world.processes("twin")).hasSize(winner.job().spec().count());
    }

    @Test
    void a_stopped_job_ends_its_running_and_its_waiting_tasks() {
        World world = World.of(2, CONFIG);
        world.submit(job("etl", 20));
        world.run(ms(200));
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(16);

        TaskEffect answer = world.node(1).stop("etl");
        assertThat(((TaskEffect.JobAnswered) answer).job().isStopped()).isTrue();
        world.run(ms(500));

        assertThat(world.count("etl", TaskState.STOPPED)).isEqualTo(20);
        assertQuiet(world);
    }

    @Test
    void one_task_can_be_stopped_for_good() {
        World world = World.of(3, CONFIG);
        world.submit(job("etl", 3));
        world.run(ms(200));

        world.node(1).stopTask("etl", 1);
        world.run(ms(500));

        JobStatus status = world.status("etl");
        assertThat(status.isStopped()).isFalse();
        assertThat(status.tasks().get(1).state()).isEqualTo(TaskState.STOPPED);
        assertThat(status.tasks().get(1).exitCode()).contains(143);
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(2);
        TaskEffect none = world.node(1).stopTask("etl", 3);
        assertThat(((TaskEffect.Refused) none).message())
                .isEqualTo("job etl has tasks 0 to 2, no task 3");
    }

    @Test
    void messages_that_come_twice_start_nothing_twice() {
        World world = World.of(5, CONFIG);
        world.duplicatePercent = 100;

        world.submit(job("etl", 10));
        world.run(ms(500));

        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(10);
        List<TaskEffect> started = new ArrayList<>();
        world.everyNode(n -> started.addAll(n.executorWishes));
        assertThat(started).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void lost_messages_delay_tasks_but_lose_none() {
        World world = World.of(6, CONFIG);
        world.isLost = message -> world.chance().below(100) < 20;

        world.submit(job("etl", 24));

        assertThat(world.runUntil(ms(60_000), w -> w.processes("etl").size() >= 24)).isTrue();
        world.isLost = message -> false;
        world.run(ms(30_000));
        assertThat(world.count("etl", TaskState.RUNNING)).isEqualTo(24);
        assertThat(world.processes("etl")).as("strays were called back").hasSize(24);
    }

    @Test
    void three_hundred_tasks_find_their_places_in_one_second() {
        World world = World.of(50, CONFIG);

        world.submit(job("wide", 300));
        world.run(ms(1_000));

        assertThat(world.processes("wide")).hasSize(300);
    }

    @Test
    void everybody_is_asked_for_the_jobs_of_the_fleet() {
        World world = World.of(5, CONFIG);
        for (String name : List.of("a", "b", "c", "d")) world.submit(job(name, 1));
        world.run(ms(100));

        TaskEffect.JobsAnswered jobs = (TaskEffect.JobsAnswered) world.node(3).survey();

        assertThat(jobs.asked()).isEqualTo(5);
        assertThat(jobs.answered()).isEqualTo(5);
        assertThat(jobs.jobs())
                .extracting(j -> j.spec().name())
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_log_is_read_wherever_the_task_runs() {
        World world = World.of(5, CONFIG);
        world.submit(job("etl", 1));
        world.run(ms(100));

        for (WorldNode asker : world.up()) {
            TaskEffect.LogAnswered log = (TaskEffect.LogAnswered) asker.readLog("etl", 0);
            assertThat(log.piece().content().toUtf8()).isEqualTo("output of etl.0-g1-a1");
            assertThat(log.isEnded()).isFalse();
        }
    }
}
