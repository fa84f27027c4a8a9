package dev.starling.simulator.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Makes things happen in order of virtual time. One thread; as fast as it can.
 *
 * <p>Numbers nodes from 0 as they are added. Events for {@link Order#WORLD} go to the node that was
 * given as the world.
 */
public final class Engine {

    /** A node that wants to be called this often at one moment wants it forever. */
    private static final int MOST_DEADLINES_AT_ONCE = 10_000;

    private final EventQueue queue = new QuadHeap();
    private final Deadlines deadlines = new Deadlines();
    private final TraceHash trace = new TraceHash();
    private final List<SimNode> nodes = new ArrayList<>();
    private final SimNode world;
    private IntConsumer afterStep = node -> {};

    private Event[] pending = new Event[1_024];
    private int[] freeSlots = new int[1_024];
    private int freeCount;
    private int slotsUsed;

    private long nowNanos;
    private int deadlinesAtOnce;

    public Engine(SimNode world) {
        this.world = world;
    }

    /** Gives the node its number. */
    public int add(SimNode node) {
        nodes.add(node);
        deadlines.add();
        return nodes.size() - 1;
    }

    /**
     * Called with the node's number after each thing that happened to it; {@link Order#WORLD} too.
     */
    public void afterEachStep(IntConsumer listener) {
        afterStep = listener;
    }

    public long nowNanos() {
        return nowNanos;
    }

    public TraceHash trace() {
        return trace;
    }

    /** How many events and deadlines are still to come. */
    public int pendingCount() {
        return queue.size() + deadlines.size();
    }

    /**
     * Lets {@code event} happen to {@code destination}.
     *
     * @param sequence the source's own counter, which orders what it does at one moment
     */
    public void post(long atNanos, int destination, int source, long sequence, Event event) {
        if (atNanos < nowNanos) {
            throw new IllegalStateException(
                    event + " at " + atNanos + " ns, but it is " + nowNanos + " ns already");
        }
        queue.add(atNanos, Order.key(destination, source, sequence), keep(event));
    }

    /** Sets the node's only deadline; {@link Long#MAX_VALUE} for none. What is past is due now. */
    public void arm(int node, long atNanos) {
        deadlines.arm(node, Math.max(atNanos, nowNanos));
    }

    /** Plays everything up to and including {@code untilNanos}, which it then is. */
    public void runUntil(long untilNanos) {
        while (nextNanos() <= untilNanos) {
            step();
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} if nothing ever does. */
    public long nextNanos() {
        return Math.min(queue.firstTimeNanos(), deadlines.firstNanos());
    }

    /** Lets the next thing happen. */
    public void step() {
        long eventNanos = queue.firstTimeNanos();
        long deadlineNanos = deadlines.firstNanos();
        if (deadlineNanos < eventNanos || deadlineNanos == eventNanos && isDeadlineFirst()) {
            stepDeadline(deadlineNanos);
        } else {
            stepEvent(eventNanos);
        }
    }

    private boolean isDeadlineFirst() {
        return Order.key(deadlines.firstNode(), Order.DEADLINE, 0) < queue.firstKey();
    }

    private void stepDeadline(long atNanos) {
        int node = deadlines.firstNode();
        deadlinesAtOnce = atNanos == nowNanos ? deadlinesAtOnce + 1 : 0;
        if (deadlinesAtOnce > MOST_DEADLINES_AT_ONCE + nodes.size()) {
            throw new IllegalStateException(
                    "node " + node + " wants to be called forever at " + atNanos + " ns");
        }
        nowNanos = atNanos;
        deadlines.arm(node, Long.MAX_VALUE);
        trace.add(atNanos, node, 1, 0);
        nodes.get(node).onDeadline(atNanos);
        afterStep.accept(node);
    }

    private void stepEvent(long atNanos) {
        int node = Order.destination(queue.firstKey());
        Event event = release(queue.removeFirst());
        nowNanos = atNanos;
        trace.add(atNanos, node, event.kind(), event.fingerprint());
        (node == Order.WORLD ? world : nodes.get(node)).on(event, atNanos);
        afterStep.accept(node);
    }

    private int keep(Event event) {
        int slot = freeCount > 0 ? freeSlots[--freeCount] : slotsUsed++;
        if (slot == pending.length) pending = Arrays.copyOf(pending, 2 * slot);
        pending[slot] = event;
        return slot;
    }

    private Event release(int slot) {
        Event event = pending[slot];
        pending[slot] = null;
        if (freeCount == freeSlots.length) freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
        freeSlots[freeCount++] = slot;
        return event;
    }
}
