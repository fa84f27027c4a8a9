package dev.starling.simulator.measure;

/**
 * After something changed who is there or who can reach whom: how long until every node saw exactly
 * those that it can reach.
 *
 * @param cause start, restart, crash, leave, partition or heal; relapse if nothing had happened but
 *     views that were right became wrong; the last, of several at once
 * @param tookNanos {@link #NEVER} if the next change or the end came first
 */
public record Settled(String cause, long atNanos, long tookNanos) {

    public static final long NEVER = -1;
}
