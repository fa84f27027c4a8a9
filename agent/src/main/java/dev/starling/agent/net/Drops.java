package dev.starling.agent.net;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Counts what was dropped and says so in the log, each kind at most once in ten seconds: strangers
 * choose how often it happens. Written by the event loop, read by anybody.
 */
final class Drops {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Logger LOG = LogManager.getLogger(Drops.class);

    private final LongSupplier nanoTime;
    private final AtomicLongArray counts = new AtomicLongArray(Drop.values().length);
    private final long[] told = new long[Drop.values().length];
    private final long[] tellAtNanos = new long[Drop.values().length];

    Drops(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        Arrays.fill(tellAtNanos, nanoTime.getAsLong());
    }

    long count(Drop kind) {
        return counts.get(kind.ordinal());
    }

    /**
     * @param where the peer
     * @param why what the last one was about; may hold a stranger's bytes
     */
    void add(Drop kind, Object where, String why) {
        int index = kind.ordinal();
        long count = counts.incrementAndGet(index);
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - tellAtNanos[index] < 0) return;
        long news = count - told[index];
        told[index] = count;
        tellAtNanos[index] = nowNanos + QUIET_NANOS;
        LOG.warn(
                "dropped {} {}, the last one at {}: {}",
                news,
                kind.what(),
                where,
                String.valueOf(why).replaceAll("\\p{Cntrl}", "?"));
    }
}
