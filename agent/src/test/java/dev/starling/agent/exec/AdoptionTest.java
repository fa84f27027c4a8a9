package dev.starling.agent.exec;

import static dev.starling.agent.exec.TaskHost.isRunning;
import static dev.starling.agent.exec.TaskHost.key;
import static dev.starling.agent.exec.TaskHost.patiently;
import static dev.starling.agent.exec.TaskHost.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.task.TaskLaunch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class AdoptionTest {

    private static final TaskLaunch WAITING =
            script("job", "echo one; while [ ! -e go ]; do sleep 0.02; done; echo two; exit 4");

    @TempDir Path directory;
    private TaskHost host;

    @BeforeEach
    void startAgent() {
        host = new TaskHost(directory.resolve("tasks"));
    }

    @AfterEach
    void leaveNoProcess() throws Exception {
        host.close();
    }

    @Test
    void a_running_task_survives_the_agent_and_is_adopted() throws IOException {
        long pid = host.start(WAITING);
        host.endAgent();
        assertThat(isRunning(pid)).isTrue();

        host.restartAgent(WAITING);

        assertThat(host.heard(AgentCommand.TaskStarted.class, WAITING.key()).pid()).isEqualTo(pid);
        letGo();
        assertThat(host.exitCodeOf(WAITING.key())).isEqualTo(4);
        assertThat(host.stdout(WAITING.key())).isEqualTo("one\ntwo\n");
    }

    @Test
    void a_task_that_ended_while_no_agent_ran_has_kept_its_exit_code() throws IOException {
        host.start(WAITING);
        host.endAgent();
        letGo();
        patiently().until(() -> host.folder(WAITING.key()).exitCode().isPresent());

        host.restartAgent(WAITING);

        assertThat(host.exitCodeOf(WAITING.key())).isEqualTo(4);
        assertThat(host.told).hasSize(1);
    }

    @Test
    void an_adopted_task_can_be_stopped() {
        long pid = host.start(WAITING);
        host.endAgent();
        host.restartAgent(WAITING);
        host.heard(AgentCommand.TaskStarted.class, WAITING.key());

        host.executor().stop(WAITING.key(), Duration.ofMinutes(1).toNanos());

        assertThat(host.exitCodeOf(WAITING.key())).isEqualTo(128 + 15);
        host.awaitGone(pid);
    }

    @Test
    void a_task_that_was_accepted_but_never_started_is_lost_and_will_not_start_late()
            throws Exception {
        host.restartAgent(WAITING);
        assertThat(host.heard(AgentCommand.TaskLost.class, WAITING.key()).reason())
                .isEqualTo("it was never started on this host");

        TaskLaunch laidOut = script("late", "exit 0");
        TaskFolder folder = host.folder(laidOut.key());
        folder.create(laidOut);
        host.executor().adopt(List.of(laidOut));
        host.heard(AgentCommand.TaskLost.class, laidOut.key());
        Process late =
                new ProcessBuilder(
                                "setsid",
                                "sh",
                                folder.shim().toString(),
                                "supervise",
                                folder.path().toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(late.waitFor()).isZero();
        assertThat(folder.start()).isEmpty();
        assertThat(folder.exitCode()).contains(125);
    }

    @Test
    void a_task_whose_shim_was_killed_is_lost_and_leaves_no_process() {
        long pid = host.start(WAITING);

        host.folder(WAITING.key())
                .start()
                .orElseThrow()
                .shim()
                .handle()
                .orElseThrow()
                .destroyForcibly();

        assertThat(host.heard(AgentCommand.TaskLost.class, WAITING.key()).reason())
                .isEqualTo("its shim is gone and left no exit code");
        assertThat(isRunning(pid)).isFalse();
    }

    @Test
    void a_shim_that_was_killed_while_no_agent_ran_is_noticed_by_the_next() {
        long pid = host.start(WAITING);
        host.endAgent();
        ProcessIdentity shim = host.folder(WAITING.key()).start().orElseThrow().shim();
        shim.handle().orElseThrow().destroyForcibly();
        patiently().until(() -> !shim.isAlive());

        host.restartAgent(WAITING);

        host.heard(AgentCommand.TaskLost.class, WAITING.key());
        assertThat(isRunning(pid)).isFalse();
        assertThat(host.find(AgentCommand.TaskStarted.class, WAITING.key())).isEmpty();
    }

    @Test
    void a_process_that_has_only_the_pid_of_a_task_is_neither_adopted_nor_killed()
            throws Exception {
        assertNotTouched("unlucky", ProcessStat.bootId(), 1);
    }

    @Test
    void a_process_of_another_boot_is_neither_adopted_nor_killed() throws Exception {
        assertNotTouched("rebooted", "00000000-0000-0000-0000-000000000000", 0);
    }

    /** Forges the record of a task that some other process of ours has the pid of. */
    private void assertNotTouched(String job, String bootId, long otherTicks) throws Exception {
        Process bystander = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            long pid = bystander.pid();
            patiently().until(() -> ProcessStat.find(pid).orElseThrow().session() == pid);
            long start = ProcessStat.find(pid).orElseThrow().startTicks() - otherTicks;
            TaskLaunch task = script(job, "exit 0");
            TaskFolder folder = host.folder(task.key());
            folder.create(task);
            String who = pid + " " + start;
            Files.writeString(
                    folder.path().resolve("start"), bootId + " " + who + " " + who + "\n");

            host.restartAgent(task);
            host.heard(AgentCommand.TaskLost.class, task.key());
            host.executor().stop(task.key(), 0);
            host.executor().forget(task.key());

            patiently().until(folder::isForgotten);
            await().during(Duration.ofMillis(300)).until(bystander::isAlive);
            assertThat(host.find(AgentCommand.TaskStarted.class, key(job))).isEmpty();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    private void letGo() throws IOException {
        Files.createFile(host.folder(WAITING.key()).work().resolve("go"));
    }
}
