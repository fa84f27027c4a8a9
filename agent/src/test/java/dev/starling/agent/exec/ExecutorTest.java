package dev.starling.agent.exec;

import static dev.starling.agent.exec.TaskHost.key;
import static dev.starling.agent.exec.TaskHost.launch;
import static dev.starling.agent.exec.TaskHost.patiently;
import static dev.starling.agent.exec.TaskHost.script;
import static dev.starling.agent.exec.TaskHost.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.TaskLaunch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.TreeMap;

class ExecutorTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

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
    void a_task_runs_in_its_folder_and_its_exit_code_and_output_are_kept() {
        TaskLaunch task = script("etl", "pwd; echo wrong >&2; exit 7");

        long pid = host.start(task);

        assertThat(pid).isPositive();
        assertThat(host.exitCodeOf(task.key())).isEqualTo(7);
        assertThat(host.stdout(task.key()).strip())
                .isEqualTo(host.folder(task.key()).work().toString());
        assertThat(host.read(task.key(), LogStream.STDERR, 0, 100).content().toUtf8())
                .isEqualTo("wrong\n");
    }

    @Test
    void arguments_and_environment_pass_unharmed_and_no_secret_shows_in_any_argument()
            throws IOException {
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("SECRET", "it's \"$HOME\" `id` \\ *\n  two lines");
        environment.put("EMPTY", "");
        String show = "printf '%s|' \"$SECRET\" \"$EMPTY\" \"$STARLING_TASK\" \"$@\"; sleep 600";
        String[] command = {"sh", "-c", show, "x", "a b", "", "*", "'q'", "$HOME", "é\nz"};
        TaskLaunch task = new TaskLaunch(key("quoted"), spec("quoted", environment, command));

        host.start(task);

        host.awaitOutput(task.key(), "z|");
        assertThat(host.stdout(task.key()))
                .isEqualTo(environment.get("SECRET") + "||quoted.0|a b||*|'q'|$HOME|é\nz|");
        StartRecord start = host.folder(task.key()).start().orElseThrow();
        for (long pid : new long[] {start.shim().pid(), start.task().pid()}) {
            assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
                    .doesNotContain("two lines");
        }
        assertThat(Files.getPosixFilePermissions(host.folder(task.key()).path()))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE);
    }

    @Test
    void a_task_sees_who_it_is_and_nothing_of_the_agents_own_environment() {
        TaskLaunch task = launch("env", "env");
        host.start(task);
        host.exitCodeOf(task.key());

        assertThat(host.stdout(task.key()).lines().map(line -> line.replaceAll("=.*", "")))
                .contains(
                        "STARLING_JOB",
                        "STARLING_TASK",
                        "STARLING_INDEX",
                        "STARLING_ATTEMPT",
                        "STARLING_TASK_DIR",
                        "PATH")
                .isSubsetOf(
                        "STARLING_JOB",
                        "STARLING_TASK",
                        "STARLING_INDEX",
                        "STARLING_ATTEMPT",
                        "STARLING_TASK_DIR",
                        "PATH",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "LANG",
                        "LC_ALL",
                        "TZ",
                        "TMPDIR");
    }

    @Test
    void a_program_that_is_not_there_is_said_so_and_nothing_starts() {
        TaskLaunch task = launch("ghost", "no-such-program", "--now");

        host.executor().start(task);

        assertThat(host.heard(AgentCommand.TaskNotStarted.class, task.key()).reason())
                .isEqualTo("no program \"no-such-program\" on this host");
    }

    @Test
    void a_task_that_a_signal_ends_has_128_and_the_signal_as_exit_code() {
        TaskLaunch task = script("crash", "kill -SEGV $$");
        host.start(task);

        assertThat(host.exitCodeOf(task.key())).isEqualTo(128 + 11);
    }

    @Test
    void a_task_asked_to_end_may_tidy_up_and_choose_its_exit_code() {
        TaskLaunch task =
                script(
                        "polite",
                        "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        host.start(task);
        host.awaitOutput(task.key(), "up");

        host.executor().stop(task.key(), MINUTE);

        assertThat(host.exitCodeOf(task.key())).isEqualTo(3);
        assertThat(host.stdout(task.key())).isEqualTo("up\nbye\n");
    }

    @Test
    void being_asked_reaches_the_whole_group_of_the_task() {
        TaskLaunch task = script("group", "sleep 600 & echo child $!; wait");
        host.start(task);
        long child = childOf(task);

        host.executor().stop(task.key(), MINUTE);

        assertThat(host.exitCodeOf(task.key())).isEqualTo(128 + 15);
        host.awaitGone(child);
    }

    @Test
    void a_task_that_does_not_listen_is_killed_when_its_grace_is_over() {
        TaskLaunch task = script("deaf", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        long pid = host.start(task);
        host.awaitOutput(task.key(), "up");

        host.executor().stop(task.key(), Duration.ofMillis(300).toNanos());

        assertThat(host.exitCodeOf(task.key())).isEqualTo(128 + 9);
        host.awaitGone(pid);
    }

    @Test
    void a_grandchild_that_left_the_session_is_killed_with_the_task() {
        TaskLaunch task =
                script("escape", "trap '' TERM; setsid sleep 600 & echo child $!; wait; sleep 600");
        host.start(task);
        long child = childOf(task);
        patiently().until(() -> ProcessStat.find(child).orElseThrow().session() == child);

        host.executor().stop(task.key(), 0);

        assertThat(host.exitCodeOf(task.key())).isEqualTo(128 + 9);
        host.awaitGone(child);
    }

    @Test
    void what_a_task_leaves_behind_ends_with_it_whether_in_its_group_or_not() {
        TaskLaunch task =
                script(
                        "litter",
                        "sleep 600 & echo near $!; setsid sleep 600 & echo child $!; sleep 0.3");
        host.start(task);
        long child = childOf(task);
        long near = Long.parseLong(host.stdout(task.key()).split("\\s+")[1]);

        assertThat(host.exitCodeOf(task.key())).isZero();
        host.awaitGone(near);
        host.awaitGone(child);
    }

    @Test
    void stopping_what_has_ended_or_never_was_does_no_harm() {
        TaskLaunch task = launch("done", "true");
        host.start(task);
        host.exitCodeOf(task.key());
        host.told.clear();

        host.executor().stop(task.key(), 0);
        host.executor().stop(key("never"), 0);

        await().during(Duration.ofMillis(200)).until(host.told::isEmpty);
    }

    @Test
    void calls_for_one_task_take_effect_in_their_order() {
        TaskLaunch task = script("brief", "echo up; sleep 600");

        host.executor().start(task);
        host.executor().stop(task.key(), MINUTE);

        assertThat(host.exitCodeOf(task.key())).isEqualTo(128 + 15);
        assertThat(host.told.getFirst()).isInstanceOf(AgentCommand.TaskStarted.class);
    }

    @Test
    void the_same_task_is_not_started_twice() {
        TaskLaunch task = script("once", "echo run; sleep 600");
        long pid = host.start(task);
        host.told.clear();

        assertThat(host.start(task)).isEqualTo(pid);

        host.awaitOutput(task.key(), "run");
        assertThat(host.stdout(task.key())).isEqualTo("run\n");
    }

    @Test
    void a_key_used_again_after_it_was_forgotten_runs_anew() {
        TaskLaunch first = script("again", "exit 1");
        host.start(first);
        assertThat(host.exitCodeOf(first.key())).isEqualTo(1);
        host.executor().forget(first.key());
        patiently().until(() -> host.folder(first.key()).isForgotten());
        assertThat(host.read(first.key(), LogStream.STDOUT, 0, 1).sizeBytes()).isZero();
        host.told.clear();

        host.start(script("again", "exit 2"));

        assertThat(host.exitCodeOf(first.key())).isEqualTo(2);
    }

    @Test
    void many_short_tasks_at_once_are_all_seen_to_their_end() {
        for (int i = 0; i < 40; i++) {
            host.executor().start(script("short-" + i, "exit " + i));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(host.exitCodeOf(key("short-" + i))).isEqualTo(i);
        }
        assertThat(host.told).hasSize(80);
    }

    @Test
    void what_cannot_be_read_is_said_so() {
        host.executor().readLog(new AgentEffect.ReadLog(5, key("none"), LogStream.STDOUT, 0, 9));

        patiently().until(() -> !host.told.isEmpty());

        assertThat(host.told)
                .containsExactly(
                        new AgentCommand.LogUnreadable(5, "this host keeps no output of none.0"));
    }

    @Test
    void a_host_without_setsid_cannot_run_tasks_and_says_so_in_one_line() throws IOException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : new String[] {"sh", "mkfifo", "dd", "wc", "ln"}) {
            Files.createFile(tools.resolve(tool)).toFile().setExecutable(true);
        }
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("PATH", tools.toString());

        assertThatThrownBy(() -> new Shim(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tasks need the program setsid, which is not on the PATH " + tools);
    }

    @Test
    void a_folder_that_cannot_be_made_is_said_so_in_one_line() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new Executor(file.resolve("tasks"), host.told::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tasks need the folder " + file.resolve("tasks"));
    }

    /** The pid that a task has written behind the word child. */
    private long childOf(TaskLaunch task) {
        host.awaitOutput(task.key(), "child ");
        patiently().until(() -> host.stdout(task.key()).endsWith("\n"));
        return Long.parseLong(host.stdout(task.key()).strip().replaceAll("(?s).*child ", ""));
    }
}
