package dev.starling.node;

import java.util.List;

/**
 * A stream of random numbers that belongs to one component: xoshiro256++ (Blackman and Vigna,
 * 2019), keyed by a seed and the stream's name, so that one more draw here moves nothing elsewhere.
 *
 * <p>Its own class, not {@code java.util.random}, because the numbers drawn for a seed must stay
 * the same from one Java release to the next. Not for secrets.
 */
public final class Chance {

    private long state0;
    private long state1;
    private long state2;
    private long state3;

    private Chance(long key) {
        state0 = mix(key + GOLDEN);
        state1 = mix(key + 2 * GOLDEN);
        state2 = mix(key + 3 * GOLDEN);
        state3 = mix(key + 4 * GOLDEN) | 1;
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The stream called {@code name} under {@code seed}; the same two give the same numbers. */
    public static Chance stream(long seed, String name) {
        long key = mix(seed + GOLDEN); // for mix(0) is 0, and small seeds are what people choose
        for (int i = 0; i < name.length(); i++) {
            key = mix(key ^ name.charAt(i));
        }
        return new Chance(key);
    }

    public long nextLong() {
        long result = Long.rotateLeft(state0 + state3, 23) + state0;
        long shifted = state1 << 17;
        state2 ^= state0;
        state3 ^= state1;
        state1 ^= state2;
        state0 ^= state3;
        state2 ^= shifted;
        state3 = Long.rotateLeft(state3, 45);
        return result;
    }

    /** Uniform in 0 to {@code bound} - 1; {@code bound} is at least 1. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** Uniform in 0 to {@code bound} - 1 by multiply and shift: its bias is below bound / 2^64. */
    public long below(long bound) {
        if (bound < 1) throw new IllegalArgumentException("a bound is at least 1, not " + bound);
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /** Uniform in [0, 1), of 53 bits. */
    public double unit() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Fisher and Yates, in place. */
    public <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T moved = list.get(i);
            list.set(i, list.get(j));
            list.set(j, moved);
        }
    }

    /** The finalizer of SplitMix64: every input bit moves every output bit. */
    public static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
