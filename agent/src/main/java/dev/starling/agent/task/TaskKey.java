package dev.starling.agent.task;

/**
 * One attempt to run one task.
 *
 * @param job the job's name
 * @param generation which submission of that name, from 1
 * @param index which of the job's tasks, from 0
 * @param attempt which award of that task, from 1; a later one replaces an earlier one
 */
public record TaskKey(String job, long generation, int index, int attempt) {

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
