package dev.starling.agent.task;

import dev.starling.node.NodeId;

import java.util.Optional;

/**
 * What is known of one task.
 *
 * @param attempt 0 while it was never awarded
 * @param node where it runs or ran last
 * @param exitCode of the process, once ended; 128 + signal if a signal ended it
 * @param reason one line for people: why it is pending, why it failed; empty if there is none
 */
public record TaskStatus(
        String job,
        long generation,
        int index,
        int attempt,
        TaskState state,
        Optional<NodeId> node,
        Optional<Integer> exitCode,
        String reason) {

    public String taskId() {
        return job + "." + index;
    }
}
