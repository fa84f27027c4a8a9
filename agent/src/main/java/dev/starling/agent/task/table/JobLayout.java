package dev.starling.agent.task.table;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.JobStatus;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.node.NodeId;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Layouts that messages and entries share. Texts are UTF-8 behind a varint length; counts, sizes
 * and numbers are varints unless said.
 *
 * <pre>
 *  Resources   cpuMillis, memoryBytes
 *  JobSpec     name, count, arguments (count, then texts), variables (count, then name and value
 *              each, names ascending), Resources, killGraceNanos
 *  TaskKey     job, generation, index, attempt
 *  TaskLaunch  generation, index, attempt, JobSpec
 *  node        flag, then 32 bytes if it is 1
 *  exit code   flag, then u32 if it is 1
 *  state       u8: 1 pending, 2 awarded, 3 running, 4 finished, 5 failed, 6 stopped
 *  JobStatus   generation, flag stopped, JobSpec, then for each of its tasks in index order:
 *              attempt, state, node, exit code, reason
 * </pre>
 */
public final class JobLayout {

    private static final int NAME_BYTES = 63;

    /** UTF-8 takes at most three bytes for each UTF-16 unit. */
    private static final int TEXT_BYTES = 3 * JobSpec.MOST_TEXT_CHARACTERS;

    private static final int REASON_BYTES = 3 * TaskMessage.MOST_REASON_CHARACTERS;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private JobLayout() {}

    public static void writeResources(Resources resources, WireWriter writer) {
        writer.varint(resources.cpuMillis());
        writer.varint(resources.memoryBytes());
    }

    public static Resources readResources(WireReader reader) throws MalformedMessageException {
        long cpuMillis = reader.varint();
        long memoryBytes = reader.varint();
        if (cpuMillis < 0 || memoryBytes < 0) {
            throw new MalformedMessageException("resources beyond 63 bits");
        }
        return new Resources(cpuMillis, memoryBytes);
    }

    public static void writeSpec(JobSpec spec, WireWriter writer) {
        writer.text(spec.name());
        writer.varint(spec.count());
        writer.varint(spec.command().size());
        spec.command().forEach(writer::text);
        writer.varint(spec.environment().size());
        spec.environment()
                .forEach((name, value) -> {
                    writer.text(name);
                    writer.text(value);
                });
        writeResources(spec.resources(), writer);
        writer.varint(spec.killGraceNanos());
    }

    public static JobSpec readSpec(WireReader reader) throws MalformedMessageException {
        String name = reader.text(NAME_BYTES);
        int count = reader.count(JobSpec.MOST_TASKS);
        List<String> command = new ArrayList<>();
        for (int left = reader.count(JobSpec.MOST_ARGUMENTS); left > 0; left--) {
            command.add(reader.text(TEXT_BYTES));
        }
        SortedMap<String, String> environment = new TreeMap<>();
        for (int left = reader.count(JobSpec.MOST_VARIABLES); left > 0; left--) {
            environment.put(reader.text(TEXT_BYTES), reader.text(TEXT_BYTES));
        }
        Resources resources = readResources(reader);
        long killGraceNanos = reader.varint();
        try {
            return new JobSpec(name, count, command, environment, resources, killGraceNanos);
        } catch (IllegalArgumentException unfit) {
            // Its text would carry a stranger's bytes into our log.
            throw new MalformedMessageException("a spec that no job can have");
        }
    }

    public static void writeKey(TaskKey key, WireWriter writer) {
        writer.text(key.job());
        writer.varint(key.generation());
        writer.varint(key.index());
        writer.varint(key.attempt());
    }

    /** The job's name is checked: the key becomes a folder's name on the executor. */
    public static TaskKey readKey(WireReader reader) throws MalformedMessageException {
        String job = reader.text(NAME_BYTES);
        if (!JobSpec.isName(job)) throw new MalformedMessageException("no job's name");
        return readKeyOf(job, reader);
    }

    public static void writeLaunch(TaskLaunch launch, WireWriter writer) {
        writer.varint(launch.key().generation());
        writer.varint(launch.key().index());
        writer.varint(launch.key().attempt());
        writeSpec(launch.spec(), writer);
    }

    public static TaskLaunch readLaunch(WireReader reader) throws MalformedMessageException {
        TaskKey unnamed = readKeyOf("", reader);
        JobSpec spec = readSpec(reader);
        if (unnamed.index() >= spec.count()) {
            throw new MalformedMessageException("task " + unnamed.index() + " of " + spec.count());
        }
        TaskKey key =
                new TaskKey(spec.name(), unnamed.generation(), unnamed.index(), unnamed.attempt());
        return new TaskLaunch(key, spec);
    }

    private static TaskKey readKeyOf(String job, WireReader reader)
            throws MalformedMessageException {
        long generation = reader.varint();
        int index = reader.count(JobSpec.MOST_TASKS - 1);
        int attempt = readAttempt(reader);
        if (generation < 1 || attempt < 1) {
            throw new MalformedMessageException("generations and attempts start at 1");
        }
        return new TaskKey(job, generation, index, attempt);
    }

    static int readAttempt(WireReader reader) throws MalformedMessageException {
        return reader.count(Integer.MAX_VALUE);
    }

    public static void writeNode(Optional<NodeId> node, WireWriter writer) {
        writer.bool(node.isPresent());
        node.ifPresent(writer::nodeId);
    }

    public static Optional<NodeId> readNode(WireReader reader) throws MalformedMessageException {
        return reader.bool() ? Optional.of(reader.nodeId()) : Optional.empty();
    }

    static void writeExitCode(Optional<Integer> exitCode, WireWriter writer) {
        writer.bool(exitCode.isPresent());
        exitCode.ifPresent(code -> writer.u32(code));
    }

    static Optional<Integer> readExitCode(WireReader reader) throws MalformedMessageException {
        return reader.bool() ? Optional.of((int) reader.u32()) : Optional.empty();
    }

    /** Clipped: a reason is one short line. */
    public static void writeReason(String reason, WireWriter writer) {
        int end = Math.min(reason.length(), TaskMessage.MOST_REASON_CHARACTERS);
        writer.text(CONTROL.matcher(reason.substring(0, end)).replaceAll(" "));
    }

    public static String readReason(WireReader reader) throws MalformedMessageException {
        return reader.text(REASON_BYTES);
    }

    static void writeState(TaskState state, WireWriter writer) {
        writer.u8(
                switch (state) {
                    case PENDING -> 1;
                    case AWARDED -> 2;
                    case RUNNING -> 3;
                    case FINISHED -> 4;
                    case FAILED -> 5;
                    case STOPPED -> 6;
                });
    }

    static TaskState readState(WireReader reader) throws MalformedMessageException {
        int code = reader.u8();
        return switch (code) {
            case 1 -> TaskState.PENDING;
            case 2 -> TaskState.AWARDED;
            case 3 -> TaskState.RUNNING;
            case 4 -> TaskState.FINISHED;
            case 5 -> TaskState.FAILED;
            case 6 -> TaskState.STOPPED;
            default -> throw new MalformedMessageException("task state " + code);
        };
    }

    public static void writeStatus(JobStatus job, WireWriter writer) {
        writer.varint(job.generation());
        writer.bool(job.isStopped());
        writeSpec(job.spec(), writer);
        for (TaskStatus task : job.tasks()) {
            writer.varint(task.attempt());
            writeState(task.state(), writer);
            writeNode(task.node(), writer);
            writeExitCode(task.exitCode(), writer);
            writeReason(task.reason(), writer);
        }
    }

    public static JobStatus readStatus(WireReader reader) throws MalformedMessageException {
        long generation = reader.varint();
        boolean isStopped = reader.bool();
        JobSpec spec = readSpec(reader);
        List<TaskStatus> tasks = new ArrayList<>();
        for (int index = 0; index < spec.count(); index++) {
            tasks.add(
                    new TaskStatus(
                            spec.name(),
                            generation,
                            index,
                            readAttempt(reader),
                            readState(reader),
                            readNode(reader),
                            readExitCode(reader),
                            readReason(reader)));
        }
        return new JobStatus(spec, generation, isStopped, List.copyOf(tasks));
    }
}
