package dev.starling.agent.exec;

import static org.awaitility.Awaitility.await;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;

import org.awaitility.core.ConditionFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A host with a folder for tasks and an agent that can be ended and started again; at the end no
 * process of any of its tasks is left.
 */
final class TaskHost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Path tasksDir;
    final List<AgentCommand> told = new CopyOnWriteArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private Executor executor;

    /** Waits for the real world, looking often. */
    static ConditionFactory patiently() {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    TaskHost(Path tasksDir) {
        this.tasksDir = tasksDir;
        this.executor = new Executor(tasksDir, told::add);
    }

    static TaskKey key(String job) {
        return new TaskKey(job, 1, 0, 1);
    }

    static TaskLaunch launch(String job, String... command) {
        return new TaskLaunch(key(job), spec(job, new TreeMap<>(), command));
    }

    static JobSpec spec(String job, TreeMap<String, String> environment, String... command) {
        return new JobSpec(job, 1, List.of(command), environment, Resources.NONE, 1);
    }

    static TaskLaunch script(String job, String script) {
        return launch(job, "sh", "-c", script);
    }

    Executor executor() {
        return executor;
    }

    TaskFolder folder(TaskKey key) {
        return TaskFolder.of(tasksDir, key);
    }

    /** Starts a task and waits until it runs; answers with its pid. */
    long start(TaskLaunch launch) {
        executor.start(launch);
        return heard(AgentCommand.TaskStarted.class, launch.key()).pid();
    }

    void endAgent() {
        executor.close();
    }

    void restartAgent(TaskLaunch... launches) {
        told.clear();
        executor = new Executor(tasksDir, told::add);
        executor.adopt(List.of(launches));
    }

    /** Waits for what is told of a task. */
    <T extends AgentCommand> T heard(Class<T> kind, TaskKey key) {
        patiently().until(() -> find(kind, key).findFirst().isPresent());
        return find(kind, key).findFirst().orElseThrow();
    }

    int exitCodeOf(TaskKey key) {
        return heard(AgentCommand.TaskExited.class, key).exitCode();
    }

    <T extends AgentCommand> Stream<T> find(Class<T> kind, TaskKey key) {
        return told.stream().filter(kind::isInstance).map(kind::cast).filter(it -> isOf(it, key));
    }

    private static boolean isOf(AgentCommand command, TaskKey key) {
        return switch (command) {
            case AgentCommand.TaskStarted it -> it.task().equals(key);
            case AgentCommand.TaskNotStarted it -> it.task().equals(key);
            case AgentCommand.TaskExited it -> it.task().equals(key);
            case AgentCommand.TaskLost it -> it.task().equals(key);
            default -> false;
        };
    }

    /** All that a task has written so far and that is kept. */
    String stdout(TaskKey key) {
        return read(key, LogStream.STDOUT, 0, 262_144).content().toUtf8();
    }

    AgentCommand.LogRead read(TaskKey key, LogStream stream, long offset, int mostBytes) {
        long readId = reads.incrementAndGet();
        executor.readLog(new AgentEffect.ReadLog(readId, key, stream, offset, mostBytes));
        return awaitRead(readId);
    }

    private AgentCommand.LogRead awaitRead(long readId) {
        patiently()
                .until(() ->
                        told.stream()
                                .anyMatch(it ->
                                        it instanceof AgentCommand.LogRead read
                                                && read.readId() == readId));
        return told.stream()
                .filter(AgentCommand.LogRead.class::isInstance)
                .map(AgentCommand.LogRead.class::cast)
                .filter(read -> read.readId() == readId)
                .findFirst()
                .orElseThrow();
    }

    void awaitOutput(TaskKey key, String text) {
        patiently().until(() -> stdout(key).contains(text));
    }

    void awaitGone(long pid) {
        patiently().until(() -> !isRunning(pid));
    }

    static boolean isRunning(long pid) {
        return ProcessStat.find(pid).filter(ProcessStat::isAlive).isPresent();
    }

    @Override
    public void close() throws IOException {
        executor.close();
        try (Stream<Path> paths = Files.list(tasksDir)) {
            for (Path path : paths.toList()) {
                killAll(new TaskFolder(path));
            }
        }
    }

    /** The task first, so that its shim ends by itself, and the shim if it does not. */
    private static void killAll(TaskFolder folder) throws IOException {
        if (folder.declareNeverStarted()) return;
        if (folder.exitCode().isPresent() && !folder.isOutputOpen()) return;
        StartRecord start = folder.start().orElseThrow();
        try {
            new TaskProcesses(start, folder).kill();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        patiently().until(() -> folder.exitCode().isPresent() || !start.shim().isAlive());
        start.shim().handle().ifPresent(ProcessHandle::destroyForcibly);
        patiently().until(() -> !start.shim().isAlive());
    }
}
