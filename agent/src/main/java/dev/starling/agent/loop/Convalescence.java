package dev.starling.agent.loop;

import dev.starling.node.Chance;

import java.time.Duration;

/**
 * What a bug in the core calls for. A first one whose invariants still hold costs only the input
 * that tripped it. Broken invariants, or another bug soon after, call for a new core; its pauses
 * grow, so that a packet that gossip brings back at once does not keep the fleet busy with a node
 * that falls and rises.
 */
final class Convalescence {

    private static final long RELAPSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long HEALTHY_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Chance chance;
    private long lastBugNanos;
    private int bugs;
    private int rebuilds;

    Convalescence(Chance chance) {
        this.chance = chance;
    }

    /** Whether the core must be built anew. */
    boolean needsNewCore(long nowNanos, boolean isSound) {
        boolean isRelapse = bugs > 0 && nowNanos - lastBugNanos < RELAPSE_NANOS;
        if (bugs > 0 && nowNanos - lastBugNanos > HEALTHY_NANOS) rebuilds = 0;
        bugs++;
        lastBugNanos = nowNanos;
        return !isSound || isRelapse;
    }

    /** How long to stay away this time: 1 s, doubling to a minute, half of it at random. */
    long pauseNanos() {
        long whole = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(rebuilds, 10));
        rebuilds++;
        return whole / 2 + chance.below(whole / 2);
    }

    /** How many bugs there were in all. */
    int bugs() {
        return bugs;
    }
}
