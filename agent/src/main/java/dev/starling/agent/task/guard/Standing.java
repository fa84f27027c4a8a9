package dev.starling.agent.task.guard;

import dev.starling.node.NodeId;

/**
 * Where a task stands in its primary's eyes, and when the primary has to look again. Derived from
 * the entries and from who is present; a new primary derives it anew.
 *
 * <pre>
 *                                                               +------ silence -----+
 *                                                               v                    |
 *   Unseen --> Wanted --auction--> AtAuction --accepted--> Unconfirmed --claimed--> Confirmed
 *                ^  ^                  |                        |                    |
 *                |  +--nobody, pause---+                        +----- host gone ----+
 *                |                                                         v
 *                +-------------------- still gone after the delay ----- Missing
 *
 *   any, asked to end --> Stopping --reported--> Settled
 * </pre>
 */
sealed interface Standing {

    /** When to look again if nothing changes. */
    default long deadlineNanos() {
        return Long.MAX_VALUE;
    }

    /** Not looked at yet. */
    record Unseen() implements Standing {}

    /** Needs a host for {@code attempt}; is offered at {@code deadlineNanos}. */
    record Wanted(int attempt, long deadlineNanos, long pauseNanos) implements Standing {}

    /** Is being offered; {@code pauseNanos} is how long it paused before. */
    record AtAuction(int attempt, long pauseNanos) implements Standing {}

    /** Some present host has accepted it, in that life of the host. */
    sealed interface Accepted extends Standing {
        int attempt();

        NodeId node();

        long nodeEpoch();
    }

    /** Its host has not claimed it lately, or not in its present life, or not reported it. */
    record Unconfirmed(int attempt, NodeId node, long nodeEpoch, long deadlineNanos)
            implements Accepted {}

    /** Reported, and claimed by its host not long ago. */
    record Confirmed(int attempt, NodeId node, long nodeEpoch, long deadlineNanos)
            implements Accepted {}

    /** Its host is gone; it is given up at {@code deadlineNanos} if the host still is then. */
    record Missing(int attempt, NodeId node, long deadlineNanos) implements Standing {}

    /** Its host was asked to end it, and is asked again at {@code deadlineNanos}. */
    record Stopping(int attempt, NodeId node, long deadlineNanos) implements Standing {}

    /** It has ended. */
    record Settled() implements Standing {}
}
