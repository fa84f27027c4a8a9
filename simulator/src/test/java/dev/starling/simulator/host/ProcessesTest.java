package dev.starling.simulator.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.node.Bytes;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

class ProcessesTest {

    private static final Resources NEEDED = new Resources(500, 1_000);
    private static final TaskKey TASK = new TaskKey("etl", 1, 0, 1);

    private final RecordingInside inside = new RecordingInside();
    private final Processes processes = new Processes(inside);

    @Test
    void a_process_is_there_after_a_moment_and_ends_when_its_program_does() {
        processes.start(launch("work", "30s", "3"));

        assertThat(inside.later)
                .containsExactly(
                        new RecordingInside.Later(
                                Processes.START_NANOS, new HostEvent.ProcessUp(TASK)));

        processes.onUp(TASK);

        assertThat(inside.told).containsExactly(new AgentCommand.TaskStarted(TASK, 101));
        assertThat(inside.later.getLast())
                .isEqualTo(
                        new RecordingInside.Later(
                                Duration.ofSeconds(30).toNanos(),
                                new HostEvent.ProcessEnd(TASK, 3)));

        assertThat(processes.onEnd(TASK, 3)).isTrue();

        assertThat(inside.told).last().isEqualTo(new AgentCommand.TaskExited(TASK, 3));
        assertThat(processes.running()).isEmpty();
    }

    @Test
    void other_commands_run_until_they_are_stopped_and_then_end_by_the_signal() {
        processes.start(launch("sleep", "forever"));
        processes.onUp(TASK);
        int scheduled = inside.later.size();

        processes.stop(TASK);

        assertThat(inside.later).hasSize(scheduled + 1);
        assertThat(inside.later.getLast().event()).isEqualTo(new HostEvent.ProcessEnd(TASK, 143));
    }

    @Test
    void a_process_ends_once() {
        processes.start(launch("work", "30s"));
        processes.onUp(TASK);
        processes.onEnd(TASK, 143);

        assertThat(processes.onEnd(TASK, 0)).isFalse();
        assertThat(inside.told).filteredOn(AgentCommand.TaskExited.class::isInstance).hasSize(1);
    }

    @Test
    void stopping_what_does_not_run_is_harmless() {
        processes.stop(TASK);

        assertThat(inside.later).isEmpty();
    }

    @Test
    void a_new_life_is_told_what_became_of_each_task() {
        TaskKey ended = new TaskKey("etl", 1, 1, 1);
        TaskKey gone = new TaskKey("etl", 1, 2, 1);
        processes.start(launch("sleep"));
        processes.onUp(TASK);
        processes.start(new TaskLaunch(ended, spec("sleep")));
        processes.onUp(ended);
        processes.onEnd(ended, 7);
        inside.told.clear();

        processes.adopt(
                List.of(
                        launch("sleep"),
                        new TaskLaunch(ended, spec("sleep")),
                        new TaskLaunch(gone, spec("sleep"))));

        assertThat(inside.told)
                .containsExactly(
                        new AgentCommand.TaskStarted(TASK, 101),
                        new AgentCommand.TaskExited(ended, 7),
                        new AgentCommand.TaskLost(gone, "gone when the agent came back"));
    }

    @Test
    void without_power_nothing_runs_but_exit_codes_stay() {
        TaskKey ended = new TaskKey("etl", 1, 1, 1);
        processes.start(launch("sleep"));
        processes.onUp(TASK);
        processes.start(new TaskLaunch(ended, spec("sleep")));
        processes.onUp(ended);
        processes.onEnd(ended, 7);
        inside.told.clear();

        processes.loseAll();
        processes.adopt(List.of(new TaskLaunch(ended, spec("sleep"))));

        assertThat(processes.running()).isEmpty();
        assertThat(processes.inUse()).isEqualTo(Resources.NONE);
        assertThat(inside.told).containsExactly(new AgentCommand.TaskExited(ended, 7));
    }

    @Test
    void what_starts_takes_room_already() {
        processes.start(launch("sleep"));

        assertThat(processes.inUse()).isEqualTo(NEEDED);
    }

    @Test
    void a_piece_of_output_is_read_from_either_end() {
        processes.readLog(new AgentEffect.ReadLog(9, TASK, LogStream.STDOUT, 5, 3));
        processes.readLog(new AgentEffect.ReadLog(10, TASK, LogStream.STDOUT, -3, 100));

        assertThat(inside.told)
                .containsExactly(
                        new AgentCommand.LogRead(9, 5, 17, Bytes.ofUtf8("etl")),
                        new AgentCommand.LogRead(10, 14, 17, Bytes.ofUtf8("a1\n")));
    }

    private static TaskLaunch launch(String... command) {
        return new TaskLaunch(TASK, spec(command));
    }

    private static JobSpec spec(String... command) {
        return new JobSpec("etl", 3, List.of(command), new TreeMap<>(), NEEDED, 0);
    }
}
