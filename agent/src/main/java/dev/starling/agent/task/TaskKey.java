package dev.starling.agent.task;

/**
 * One attempt to run one task.
 *
 * @param job the job's name
 * @param generation which submission of that name, from 1
 * @param index which of the job's tasks, from 0
 * @param attempt which award of that task, from 1; a later one replaces an earlier one
 */
public record TaskKey(String job, long generation, int index, int attempt)
        implements Comparable<TaskKey> {

    /** By job, generation, index, attempt: the attempts at one task stand together. */
    @Override
    public int compareTo(TaskKey other) {
        int order = job.compareTo(other.job);
        if (order == 0) order = Long.compare(generation, other.generation);
        if (order == 0) order = Integer.compare(index, other.index);
        return order != 0 ? order : Integer.compare(attempt, other.attempt);
    }

    /** Whether both are attempts at the same task. */
    public boolean isSameTask(TaskKey other) {
        return index == other.index && generation == other.generation && job.equals(other.job);
    }

    /** What people call the task: {@code etl.3}. */
    public String taskId() {
        return job + "." + index;
    }

    /** One name for a folder or a log line: {@code etl.3-g1-a2}. */
    @Override
    public String toString() {
        return taskId() + "-g" + generation + "-a" + attempt;
    }
}
