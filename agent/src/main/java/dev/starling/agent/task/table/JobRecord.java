package dev.starling.agent.task.table;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.TaskState;
import dev.starling.node.NodeId;

import java.util.Optional;

/** What one entry under a job's key says. {@code generation} tells submissions of a name apart. */
public sealed interface JobRecord {

    long generation();

    /** The job itself, and whether it was asked to end. */
    record Spec(JobSpec spec, long generation, boolean isStopped) implements JobRecord {}

    /**
     * Where the primary placed a task.
     *
     * @param attempt from 1
     * @param node who accepted it; empty while the primary still looks for somebody
     * @param reason why there is no node yet; empty with one
     */
    record Place(long generation, int index, int attempt, Optional<NodeId> node, String reason)
            implements JobRecord {}

    /**
     * How an attempt fares, in its executor's words.
     *
     * @param attempt from 1; 0 if the task ended without ever being placed
     * @param node the executor; empty if there was none
     * @param revision below 2^24: of two reports of one state the higher stands. Starts at the low
     *     bits of the executor's epoch, so that a later life is believed
     */
    record State(
            long generation,
            int index,
            int attempt,
            TaskState state,
            Optional<NodeId> node,
            int revision,
            Optional<Integer> exitCode,
            String reason)
            implements JobRecord {

        /** What 24 bits hold. */
        public static final int MOST_REVISION = 0xff_ffff;

        public State withRevision(int raised) {
            int bounded = Math.min(raised, MOST_REVISION);
            return new State(generation, index, attempt, state, node, bounded, exitCode, reason);
        }
    }

    /** "End this task for good." */
    record StopAsk(long generation, int index) implements JobRecord {}
}
