package dev.starling.simulator.engine;

/**
 * The canonical order of what happens at one moment: by destination, then source, then the source's
 * own sequence; packed into one long. It depends on nothing but the events themselves, so neither
 * the queue nor the order of posting can be seen in a result.
 */
public final class Order {

    /** The destination of what nobody but the scenario itself does: after all nodes. */
    public static final int WORLD = (1 << 20) - 1;

    /** The source of a node's own deadline: after everything else that happens to it. */
    static final int DEADLINE = (1 << 20) - 2;

    private static final int SEQUENCE_BITS = 23;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;

    private Order() {}

    /**
     * Sequences are compared within 2^23: more events between one pair of nodes in one nanosecond
     * do not occur.
     */
    static long key(int destination, int source, long sequence) {
        return (long) destination << 20 + SEQUENCE_BITS
                | (long) source << SEQUENCE_BITS
                | sequence & SEQUENCE_MASK;
    }

    static int destination(long key) {
        return (int) (key >>> 20 + SEQUENCE_BITS);
    }
}
