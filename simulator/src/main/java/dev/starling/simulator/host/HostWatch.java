package dev.starling.simulator.host;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.TaskKey;
import dev.starling.gossip.Member;

/**
 * Sees what hosts do. Called in the middle of it: must not tell a host anything before the moment
 * is over.
 */
public interface HostWatch {

    /** A node's belief about another has changed. */
    default void onBelief(int node, Member about) {}

    default void onReply(int node, long requestId, Answer answer) {}

    /** A packet went out; {@code sizeBytes} is what it takes of a datagram or frame. */
    default void onSent(int node, AgentEffect.Transmit packet, int sizeBytes) {}

    default void onTaskStarting(int node, TaskKey task) {}

    default void onTaskEnded(int node, TaskKey task, int exitCode) {}

    default void onNote(int node, AgentEffect.Note note) {}
}
