package dev.starling.agent.task;

/**
 * The life of a task.
 *
 * <pre>
 *  PENDING --award--> AWARDED --start--> RUNNING --exit 0--> FINISHED
 *     ^                  |                  |----exit other, start failed--> FAILED
 *     |                  |                  |----asked to end--> STOPPED
 *     +--- host died ----+------------------+
 * </pre>
 */
public enum TaskState {
    PENDING,
    AWARDED,
    RUNNING,
    FINISHED,
    FAILED,
    STOPPED;

    public boolean isTerminal() {
        return this == FINISHED || this == FAILED || this == STOPPED;
    }
}
