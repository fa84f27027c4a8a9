package dev.starling.simulator.engine;

/** What is still to happen, in order of (time, key). {@code slot} says where the event is kept. */
interface EventQueue {

    void add(long timeNanos, long key, int slot);

    int size();

    /** When the first happens; {@link Long#MAX_VALUE} if nothing does. */
    long firstTimeNanos();

    long firstKey();

    /** Takes the first out and says where it is kept. */
    int removeFirst();
}
