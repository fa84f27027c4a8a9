package dev.starling.simulator.network;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams between nodes: a frame never overtakes the one before it, and the first after a pause
 * pays for a handshake.
 */
final class Streams {

    /** A guess at how long agents keep an unused connection. */
    static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int FEW = 1_024;

    private final Map<Long, Long> lastArrivals = new LinkedHashMap<>();
    private int most = FEW;

    /**
     * When a frame sent now arrives.
     *
     * @param oneWayNanos what a segment takes
     * @param repeatNanos what was lost on the way to segments that had to be repeated
     */
    long arrivalNanos(long pair, long nowNanos, long oneWayNanos, long repeatNanos) {
        Long last = lastArrivals.get(pair);
        boolean isOpen = last != null && nowNanos < last + IDLE_NANOS;
        long direct = nowNanos + (isOpen ? oneWayNanos : 3 * oneWayNanos) + repeatNanos;
        long arrival = isOpen ? Math.max(direct, last + 1) : direct;
        lastArrivals.put(pair, arrival);
        if (lastArrivals.size() > most) forgetIdle(nowNanos);
        return arrival;
    }

    int remembered() {
        return lastArrivals.size();
    }

    private void forgetIdle(long nowNanos) {
        lastArrivals.values().removeIf(last -> last + IDLE_NANOS <= nowNanos);
        most = Math.max(FEW, 2 * lastArrivals.size());
    }
}
