package dev.starling.agent.task;

import java.util.List;

/** A job with its tasks in index order, as one of its guardians knows them. */
public record JobStatus(JobSpec spec, long generation, boolean isStopped, List<TaskStatus> tasks) {

    public boolean isEnded() {
        return tasks.stream().allMatch(task -> task.state().isTerminal());
    }
}
