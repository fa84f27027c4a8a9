package dev.starling.simulator.engine;

import dev.starling.node.Chance;

/**
 * Chance by counting: each number is a hash of what it is for, so that taking one fault out of a
 * scenario moves no other draw.
 */
public final class Draws {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** What a number is for. Append only: the position is part of the hash. */
    public enum Purpose {
        LOSS,
        DUPLICATION,
        JITTER,
        DUPLICATE_JITTER,
        REPEAT,
        PAIR_OFFSET,
        HOST_DELAY
    }

    private final long seed;

    public Draws(long seed) {
        this.seed = Chance.mix(seed + GOLDEN);
    }

    /** Uniform in [0, 1): the number for the {@code sequence}-th thing between two nodes. */
    public double unit(Purpose purpose, int from, int to, long sequence) {
        long hash = Chance.mix(seed + (purpose.ordinal() + 1) * GOLDEN);
        hash = Chance.mix(hash ^ ((long) from << 32 | to));
        hash = Chance.mix(hash + sequence * GOLDEN);
        return (hash >>> 11) * 0x1.0p-53;
    }

    /** Exponential with this mean; by StrictMath, whose results are the same on every machine. */
    public long exponential(long mean, double unit) {
        return mean == 0 ? 0 : (long) (-mean * StrictMath.log(1 - unit));
    }

    /** The stream of one node and purpose. */
    public Chance stream(int node, String purpose) {
        return Chance.stream(Chance.mix(seed ^ node * GOLDEN), purpose);
    }
}
