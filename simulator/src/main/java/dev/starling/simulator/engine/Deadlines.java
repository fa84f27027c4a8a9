package dev.starling.simulator.engine;

import java.util.Arrays;

/**
 * One deadline per node in a 4-ary heap that knows where each node stands: re-arming moves the
 * node, so that timers which were overtaken leave nothing behind.
 */
final class Deadlines {

    private static final int ABSENT = -1;

    private long[] times = new long[16];
    private int[] heap = new int[16];
    private int[] places = new int[16];
    private int nodes;
    private int size;

    /** Makes room for one more node, which gets the next number. */
    void add() {
        if (nodes == times.length) {
            times = Arrays.copyOf(times, 2 * nodes);
            heap = Arrays.copyOf(heap, 2 * nodes);
            places = Arrays.copyOf(places, 2 * nodes);
        }
        times[nodes] = Long.MAX_VALUE;
        places[nodes++] = ABSENT;
    }

    /** In place of what was armed for this node; {@link Long#MAX_VALUE} disarms. */
    void arm(int node, long atNanos) {
        long before = times[node];
        if (atNanos == before) return;
        times[node] = atNanos;
        if (atNanos == Long.MAX_VALUE) {
            remove(node);
        } else if (places[node] == ABSENT) {
            place(size, node);
            rise(size++);
        } else if (atNanos < before) {
            rise(places[node]);
        } else {
            sink(places[node]);
        }
    }

    /** When the first is due; {@link Long#MAX_VALUE} if none is armed. */
    long firstNanos() {
        return size == 0 ? Long.MAX_VALUE : times[heap[0]];
    }

    int firstNode() {
        return heap[0];
    }

    int size() {
        return size;
    }

    private void remove(int node) {
        int hole = places[node];
        places[node] = ABSENT;
        int last = heap[--size];
        if (hole == size) return;
        place(hole, last);
        rise(hole);
        sink(places[last]);
    }

    private void rise(int from) {
        int hole = from;
        int node = heap[hole];
        while (hole > 0) {
            int parent = hole - 1 >>> 2;
            if (!isBefore(node, heap[parent])) break;
            place(hole, heap[parent]);
            hole = parent;
        }
        place(hole, node);
    }

    private void sink(int from) {
        int hole = from;
        int node = heap[hole];
        for (int child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
            int least = child;
            int end = Math.min(child + 4, size);
            for (int next = child + 1; next < end; next++) {
                if (isBefore(heap[next], heap[least])) least = next;
            }
            if (!isBefore(heap[least], node)) break;
            place(hole, heap[least]);
            hole = least;
        }
        place(hole, node);
    }

    private boolean isBefore(int left, int right) {
        return times[left] < times[right] || times[left] == times[right] && left < right;
    }

    private void place(int at, int node) {
        heap[at] = node;
        places[node] = at;
    }
}
