package dev.starling.simulator.host;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.task.LogStream;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.node.Bytes;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes of a host and the executor that starts them. Processes outlive the agent, and what
 * they ended with is kept until the task is forgotten.
 */
final class Processes {

    /** What forking and executing takes: a guess. */
    static final long START_NANOS = Duration.ofMillis(5).toNanos();

    /** What a well-behaved process takes to end once asked. */
    private static final long STOP_NANOS = Duration.ofMillis(10).toNanos();

    private static final int STOPPED_BY_SIGNAL = 128 + 15;

    private sealed interface Process {
        record Starting(TaskLaunch launch) implements Process {}

        record Running(TaskLaunch launch, long pid) implements Process {}

        record Ended(int exitCode) implements Process {}
    }

    private final Inside host;
    private final Map<TaskKey, Process> processes = new LinkedHashMap<>();
    private long lastPid = 100;

    Processes(Inside host) {
        this.host = host;
    }

    void start(TaskLaunch launch) {
        processes.put(launch.key(), new Process.Starting(launch));
        host.after(START_NANOS, new HostEvent.ProcessUp(launch.key()));
    }

    void stop(TaskKey task) {
        HostEvent.ProcessEnd end = new HostEvent.ProcessEnd(task, STOPPED_BY_SIGNAL);
        switch (processes.get(task)) {
            case Process.Starting starting -> host.after(START_NANOS + STOP_NANOS, end);
            case Process.Running running -> host.after(STOP_NANOS, end);
            case Process.Ended ended -> {}
            case null -> {}
        }
    }

    void forget(TaskKey task) {
        if (processes.get(task) instanceof Process.Ended) processes.remove(task);
    }

    /** All power is gone: nothing runs, and what had not ended leaves no trace. */
    void loseAll() {
        processes.values().removeIf(process -> !(process instanceof Process.Ended));
    }

    /** Tells a new life what became of the tasks that an earlier one accepted. */
    void adopt(List<TaskLaunch> launches) {
        for (TaskLaunch launch : launches) {
            TaskKey task = launch.key();
            switch (processes.get(task)) {
                case Process.Starting starting -> {}
                case Process.Running(TaskLaunch running, long pid) ->
                        host.tell(new AgentCommand.TaskStarted(task, pid));
                case Process.Ended(int exitCode) ->
                        host.tell(new AgentCommand.TaskExited(task, exitCode));
                case null ->
                        host.tell(new AgentCommand.TaskLost(task, "gone when the agent came back"));
            }
        }
    }

    void onUp(TaskKey task) {
        if (!(processes.get(task) instanceof Process.Starting(TaskLaunch launch))) return;
        long pid = ++lastPid;
        processes.put(task, new Process.Running(launch, pid));
        Program program = Program.of(launch.spec());
        if (program.runsNanos() < Long.MAX_VALUE) {
            host.after(program.runsNanos(), new HostEvent.ProcessEnd(task, program.exitCode()));
        }
        host.tell(new AgentCommand.TaskStarted(task, pid));
    }

    /** Whether there was such a process to end. */
    boolean onEnd(TaskKey task, int exitCode) {
        if (!(processes.get(task) instanceof Process.Running)) return false;
        processes.put(task, new Process.Ended(exitCode));
        host.tell(new AgentCommand.TaskExited(task, exitCode));
        return true;
    }

    /** Modelled processes say one line, on their standard output. */
    void readLog(AgentEffect.ReadLog read) {
        String text = read.stream() == LogStream.STDOUT ? "I am " + read.task() + "\n" : "";
        byte[] all = Bytes.ofUtf8(text).toArray();
        long start = read.offset() < 0 ? all.length + read.offset() : read.offset();
        int from = Math.clamp(start, 0, all.length);
        int to = Math.min(all.length, from + read.mostBytes());
        Bytes content = Bytes.of(Arrays.copyOfRange(all, from, to));
        host.tell(new AgentCommand.LogRead(read.readId(), from, all.length, content));
    }

    /** What the processes of this host take now, starting ones included. */
    Resources inUse() {
        Resources sum = Resources.NONE;
        for (Process process : processes.values()) {
            sum =
                    switch (process) {
                        case Process.Starting(TaskLaunch launch) ->
                                sum.plus(launch.spec().resources());
                        case Process.Running(TaskLaunch launch, long pid) ->
                                sum.plus(launch.spec().resources());
                        case Process.Ended ended -> sum;
                    };
        }
        return sum;
    }

    /** The tasks whose processes are there. */
    List<TaskKey> running() {
        return processes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Process.Running)
                .map(Map.Entry::getKey)
                .toList();
    }
}
