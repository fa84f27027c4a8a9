package dev.starling.simulator.story;

import static dev.starling.simulator.story.Stories.endlessJob;
import static dev.starling.simulator.story.Stories.fleetOf;
import static dev.starling.simulator.story.Stories.jobOf;
import static dev.starling.simulator.story.Stories.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.simulator.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

class TaskStoryTest {

    private static final Duration MOMENT = Duration.ofMillis(500);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12})
    void a_job_runs_at_once_wherever_there_is_room_and_everybody_can_see_it(int nodes) {
        World world = World.converged(fleetOf(nodes));

        assertThat(world.submit(0, endlessJob("etl", 4))).isInstanceOf(Answer.Job.class);
        world.await("four run", MOMENT, () -> copies(world, "etl").size() == 4);

        world.runFor(seconds(1));
        for (int node = 0; node < nodes; node++) {
            assertThat(world.job(node, "etl").tasks())
                    .extracting(TaskStatus::state)
                    .containsOnly(TaskState.RUNNING)
                    .hasSize(4);
        }
    }

    @Test
    void a_job_that_has_run_is_known_to_have_ended() {
        World world = World.converged(fleetOf(12));

        world.submit(5, jobOf("etl", 20, "3s"));
        world.runFor(seconds(10));

        assertThat(world.job(9, "etl").isEnded()).isTrue();
        assertThat(world.job(9, "etl").tasks())
                .extracting(TaskStatus::state)
                .containsOnly(TaskState.FINISHED);
        assertThat(copies(world, "etl")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tasks_of_a_host_that_died_run_elsewhere_once(long seed) {
        World world = World.converged(fleetOf(12).withSeed(seed));
        world.submit(0, endlessJob("etl", 12));
        world.await("all run", MOMENT, () -> copies(world, "etl").size() == 12);

        int victim = aHostOf(world, "etl");
        world.losePower(victim);
        world.await("all run again", seconds(30), () -> copies(world, "etl").size() == 12);
        world.runFor(seconds(30));

        assertThat(indices(world, "etl")).isEqualTo(World.nodes(0, 12));
        int survivor = victim == 1 ? 2 : 1;
        assertThat(world.job(survivor, "etl").tasks())
                .allSatisfy(task -> assertThat(task.state()).isEqualTo(TaskState.RUNNING));
    }

    @Test
    void the_submitter_owes_nothing_once_the_job_was_accepted() {
        World world = World.converged(fleetOf(12));
        world.submit(4, endlessJob("etl", 6));
        world.losePower(4);
        world.runFor(seconds(30));

        assertThat(indices(world, "etl")).isEqualTo(World.nodes(0, 6));
    }

    @Test
    void an_agent_that_is_back_before_its_death_is_known_adopts_its_tasks_undisturbed() {
        World world = World.converged(fleetOf(12));
        world.submit(0, endlessJob("etl", 12));
        world.await("all run", MOMENT, () -> copies(world, "etl").size() == 12);
        List<TaskKey> before = copies(world, "etl");

        int host = aHostOf(world, "etl");
        world.crash(host);
        world.runFor(seconds(1));
        world.restart(host);
        world.awaitAllSeeAll(seconds(5));
        world.runFor(seconds(30));

        assertThat(copies(world, "etl")).isEqualTo(before);
        assertThat(world.job(0, "etl").tasks())
                .allSatisfy(task -> assertThat(task.attempt()).isEqualTo(1));
    }

    @Test
    void what_ended_while_the_agent_was_away_is_reported_when_it_is_back() {
        World world = World.converged(fleetOf(6));
        world.submit(0, jobOf("etl", 6, "2s"));
        world.runFor(seconds(1));
        int host = aHostOf(world, "etl");

        world.crash(host);
        world.runFor(seconds(2));
        world.restart(host);
        world.runFor(seconds(10));

        int other = host == 1 ? 2 : 1;
        assertThat(world.job(other, "etl").tasks())
                .allSatisfy(task -> {
                    assertThat(task.state()).isEqualTo(TaskState.FINISHED);
                    assertThat(task.attempt()).isEqualTo(1);
                });
    }

    @Test
    void an_agent_that_was_given_up_stops_what_runs_elsewhere_by_now() {
        World world = World.converged(fleetOf(12));
        world.submit(0, endlessJob("etl", 12));
        world.await("all run", MOMENT, () -> copies(world, "etl").size() == 12);

        int host = aHostOf(world, "etl");
        int orphans = world.running(host).size();
        world.crash(host);
        world.await(
                "the orphans run elsewhere too",
                seconds(30),
                () -> copies(world, "etl").size() == 12 + orphans);
        world.restart(host);
        world.runFor(seconds(30));

        assertThat(indices(world, "etl")).isEqualTo(World.nodes(0, 12));
    }

    @Test
    void a_stopped_job_runs_nowhere_and_says_so() {
        World world = World.converged(fleetOf(12));
        world.submit(0, endlessJob("etl", 12));
        world.await("all run", MOMENT, () -> copies(world, "etl").size() == 12);

        world.ask(7, request -> new AgentCommand.StopJob(request, "etl"));
        world.await("none runs", seconds(5), () -> copies(world, "etl").isEmpty());
        world.runFor(seconds(5));

        assertThat(world.job(3, "etl").tasks())
                .extracting(TaskStatus::state)
                .containsOnly(TaskState.STOPPED);
    }

    @Test
    void more_tasks_than_there_is_room_for_wait_and_follow_when_room_is_made() {
        World world = World.converged(fleetOf(3));

        world.submit(0, jobOf("etl", 20, "5s"));
        world.runFor(seconds(2));
        assertThat(copies(world, "etl")).hasSize(12);
        world.runFor(seconds(30));

        assertThat(world.job(1, "etl").tasks())
                .extracting(TaskStatus::state)
                .containsOnly(TaskState.FINISHED);
    }

    @Test
    void with_five_percent_loss_every_task_runs_and_none_twice() {
        World world = World.converged(fleetOf(12).withLoss(0.05).withLatency(Duration.ofMillis(5)));

        assertThat(world.submit(0, endlessJob("etl", 24))).isInstanceOf(Answer.Job.class);
        world.runFor(seconds(30));

        assertThat(indices(world, "etl")).isEqualTo(World.nodes(0, 24));
    }

    /** Every process of the job, on hosts whose agent is up or not. */
    private static List<TaskKey> copies(World world, String job) {
        return IntStream.range(0, world.fleet().size())
                .boxed()
                .flatMap(node -> world.running(node).stream())
                .filter(task -> task.job().equals(job))
                .toList();
    }

    private static List<Integer> indices(World world, String job) {
        return copies(world, job).stream().map(TaskKey::index).sorted().toList();
    }

    private static int aHostOf(World world, String job) {
        return IntStream.range(1, world.fleet().size())
                .filter(node -> !world.running(node).isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("job " + job + " runs nowhere"));
    }
}
