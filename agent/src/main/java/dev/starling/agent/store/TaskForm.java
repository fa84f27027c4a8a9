package dev.starling.agent.store;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

/** A task that this host has accepted: which attempt, and the whole job to run it by. */
final class TaskForm implements Form<TaskLaunch> {

    @Override
    public void write(TaskLaunch launch, WireWriter writer) {
        writeKey(launch.key(), writer);
        JobSpec spec = launch.spec();
        writer.text(spec.name());
        writer.varint(spec.count());
        Texts.writeList(spec.command(), writer);
        Texts.writeMap(spec.environment(), writer);
        writer.u64(spec.resources().cpuMillis());
        writer.u64(spec.resources().memoryBytes());
        writer.u64(spec.killGraceNanos());
    }

    private static void writeKey(TaskKey key, WireWriter writer) {
        writer.text(key.job());
        writer.u64(key.generation());
        writer.varint(key.index());
        writer.varint(key.attempt());
    }

    @Override
    public TaskLaunch read(WireReader reader) throws MalformedMessageException {
        TaskKey key =
                new TaskKey(
                        Texts.read(reader),
                        reader.u64(),
                        reader.count(Integer.MAX_VALUE),
                        reader.count(Integer.MAX_VALUE));
        JobSpec spec =
                new JobSpec(
                        Texts.read(reader),
                        reader.count(JobSpec.MOST_TASKS),
                        Texts.readList(reader),
                        Texts.readMap(reader),
                        new Resources(reader.u64(), reader.u64()),
                        reader.u64());
        return new TaskLaunch(key, spec);
    }
}
