package dev.starling.simulator.engine;

import dev.starling.node.Chance;

import java.util.Arrays;

/**
 * A rolling fingerprint of everything that happened: two runs are the same run exactly if theirs
 * are equal. Checkpoints on the way tell where two runs parted.
 */
public final class TraceHash {

    /** Events between two checkpoints. */
    public static final int CHECKPOINT_EVENTS = 4_096;

    private long hash;
    private long events;
    private long[] checkpoints = new long[256];
    private int count;

    void add(long timeNanos, int node, int kind, long fingerprint) {
        long value = Chance.mix(hash ^ timeNanos);
        value = Chance.mix(value + ((long) node << 8 | kind));
        hash = Chance.mix(value ^ fingerprint);
        if (++events % CHECKPOINT_EVENTS == 0) checkpoint();
    }

    private void checkpoint() {
        if (count == checkpoints.length) checkpoints = Arrays.copyOf(checkpoints, 2 * count);
        checkpoints[count++] = hash;
    }

    public long value() {
        return hash;
    }

    public long events() {
        return events;
    }

    /** The value after each {@value #CHECKPOINT_EVENTS} events. */
    public long[] checkpoints() {
        return Arrays.copyOf(checkpoints, count);
    }

    /**
     * The number of the first event that the two runs may differ in, or -1 if they do not differ:
     * the difference lies within {@value #CHECKPOINT_EVENTS} events from there.
     */
    public long firstDifference(TraceHash other) {
        if (hash == other.hash && events == other.events) return -1;
        int common = Math.min(count, other.count);
        for (int i = 0; i < common; i++) {
            if (checkpoints[i] != other.checkpoints[i]) return (long) i * CHECKPOINT_EVENTS;
        }
        return (long) common * CHECKPOINT_EVENTS;
    }
}
