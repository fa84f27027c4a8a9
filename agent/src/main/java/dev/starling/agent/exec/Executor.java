package dev.starling.agent.exec;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.LogQuery;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs this host's tasks as processes that outlive the agent.
 *
 * <p>Every call returns at once; what comes of it is told as commands, from other threads. Calls
 * for one task take effect in their order.
 */
public final class Executor implements AutoCloseable {

    private final Path tasksDir;
    private final Consumer<AgentCommand> commands;
    private final Shim shim;
    private final Retention retention;
    private final Strands strands = new Strands();
    private final ExitWatch watch;
    private volatile boolean isClosed;

    /**
     * Makes ready to run tasks.
     *
     * @param tasksDir where each task has its folder; created if missing
     * @throws IllegalArgumentException if this host cannot run tasks, in one line that says why
     */
    public Executor(Path tasksDir, Consumer<AgentCommand> commands) {
        this.tasksDir = tasksDir.toAbsolutePath().normalize();
        this.commands = commands;
        this.shim = new Shim(System.getenv());
        this.retention = Retention.of(this.tasksDir);
        createTasksDir();
        this.watch = new ExitWatch(this::exited, gone -> strands.run(gone.key(), () -> lost(gone)));
    }

    /** Starts a task: answered with {@code TaskStarted} or {@code TaskNotStarted}. */
    public void start(TaskLaunch launch) {
        strands.run(launch.key(), () -> startNow(launch));
    }

    /**
     * Finds tasks of this agent's former lives: answered with {@code TaskStarted}, {@code
     * TaskExited} or {@code TaskLost} each.
     */
    public void adopt(List<TaskLaunch> launches) {
        for (TaskLaunch launch : launches) {
            strands.run(launch.key(), () -> adoptNow(launch.key(), folderOf(launch.key())));
        }
    }

    /** Asks a task to end, and kills what is left of it when {@code graceNanos} are over. */
    public void stop(TaskKey task, long graceNanos) {
        strands.run(task, () -> stopNow(task, graceNanos));
    }

    /** Answered with {@code LogRead} or {@code LogUnreadable}. */
    public void readLog(AgentEffect.ReadLog read) {
        strands.runBeside(read.task(), () -> readNow(read));
    }

    /** Gives a task's folder free; its logs can be read for a while. */
    public void forget(TaskKey task) {
        strands.run(task, () -> forgetNow(task));
    }

    /** Leaves all tasks running. */
    @Override
    public void close() {
        isClosed = true;
        watch.close();
        strands.close();
    }

    private void startNow(TaskLaunch launch) throws InterruptedException {
        TaskKey key = launch.key();
        TaskFolder folder = folderOf(key);
        try {
            if (folder.isForgotten()) folder.delete();
            if (folder.exists()) {
                adoptNow(key, folder);
                return;
            }
            folder.create(launch);
            started(key, folder, shim.start(launch, folder));
        } catch (IOException | IllegalArgumentException impossible) {
            tell(new AgentCommand.TaskNotStarted(key, reason(impossible)));
        }
    }

    private void adoptNow(TaskKey key, TaskFolder folder) throws InterruptedException {
        Optional<StartRecord> start = startOf(folder);
        boolean isRunning = start.filter(record -> record.shim().isAlive()).isPresent();
        Optional<Integer> exitCode = folder.exitCode();
        if (exitCode.isPresent()) {
            tell(new AgentCommand.TaskExited(key, exitCode.get()));
        } else if (start.isEmpty()) {
            tell(new AgentCommand.TaskLost(key, "it was never started on this host"));
        } else if (isRunning) {
            started(key, folder, start.get());
        } else {
            lost(new ExitWatch.Watched(key, folder, start.get()));
        }
    }

    /** Empty if the task never started and, from now on, never will. */
    private static Optional<StartRecord> startOf(TaskFolder folder) {
        try {
            if (!folder.exists() || folder.declareNeverStarted()) return Optional.empty();
            return folder.start();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private void started(TaskKey key, TaskFolder folder, StartRecord start) {
        tell(new AgentCommand.TaskStarted(key, start.task().pid()));
        watch.add(new ExitWatch.Watched(key, folder, start));
    }

    private void stopNow(TaskKey key, long graceNanos) {
        TaskFolder folder = folderOf(key);
        Optional<StartRecord> start = folder.start();
        if (start.isEmpty() || folder.exitCode().isPresent()) return;
        TaskProcesses processes = new TaskProcesses(start.get(), folder);
        processes.requestEnd();
        strands.runBeside(
                key,
                () -> {
                    Thread.sleep(Duration.ofNanos(graceNanos));
                    processes.kill();
                });
    }

    private void readNow(AgentEffect.ReadLog read) {
        TaskLog log = new TaskLog(folderOf(read.task()), read.stream());
        int mostBytes = Math.min(read.mostBytes(), LogQuery.MOST_BYTES);
        try {
            TaskLog.Piece piece = log.read(read.offset(), mostBytes);
            tell(
                    new AgentCommand.LogRead(
                            read.readId(), piece.offset(), piece.sizeBytes(), piece.content()));
        } catch (NoSuchFileException nothing) {
            String reason = "this host keeps no output of " + read.task().taskId();
            tell(new AgentCommand.LogUnreadable(read.readId(), reason));
        } catch (IOException unreadable) {
            tell(new AgentCommand.LogUnreadable(read.readId(), reason(unreadable)));
        }
    }

    private void forgetNow(TaskKey key) {
        try {
            folderOf(key).markForgotten();
        } catch (IOException stays) {
            throw new IllegalStateException("cannot mark the folder of " + key, stays);
        }
        retention.sweep(Instant.now());
    }

    /** Those who still hold the output open have left the task's group to outlive it. */
    private void exited(ExitWatch.Watched task) {
        task.folder()
                .exitCode()
                .ifPresent(code -> tell(new AgentCommand.TaskExited(task.key(), code)));
        if (task.folder().isOutputOpen()) {
            strands.runBeside(task.key(), new TaskProcesses(task.start(), task.folder())::kill);
        }
    }

    private void lost(ExitWatch.Watched task) throws InterruptedException {
        boolean isSameBoot = ProcessStat.bootId().equals(task.start().shim().bootId());
        new TaskProcesses(task.start(), task.folder()).kill();
        String reason =
                isSameBoot
                        ? "its shim is gone and left no exit code"
                        : "this host was restarted while it ran";
        tell(new AgentCommand.TaskLost(task.key(), reason));
    }

    private TaskFolder folderOf(TaskKey key) {
        return TaskFolder.of(tasksDir, key);
    }

    /** What an ending executor finds out is not to be trusted: it is being interrupted. */
    private void tell(AgentCommand command) {
        if (!isClosed) commands.accept(command);
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private void createTasksDir() {
        var owner = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectories(tasksDir, PosixFilePermissions.asFileAttribute(owner));
        } catch (IOException impossible) {
            throw new IllegalArgumentException(
                    "tasks need the folder " + tasksDir + ": " + reason(impossible));
        }
    }
}
