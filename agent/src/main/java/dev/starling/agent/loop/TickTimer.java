package dev.starling.agent.loop;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one timer of a node.
 *
 * <p>When it fires late, this process has slept, and what others sent meanwhile still lies in the
 * socket. Then time is told only after the event loop has come by the socket and found nothing
 * more: an answer that has arrived counts as heard, however long ago its deadline was.
 */
final class TickTimer {

    /** More than an event loop is late when all is well. A guess. */
    private static final long LATE_NANOS = Duration.ofMillis(20).toNanos();

    /** Rounds by the socket before time is told all the same: a flood must not stop the clock. */
    static final int MOST_ROUNDS = 100;

    private final ScheduledExecutorService eventLoop;
    private final LongSupplier nowNanos;
    private final LongSupplier packets;
    private final Runnable tick;

    private Future<?> armed;
    private long armedForNanos;
    private int rounds;
    private long packetsBefore;

    /**
     * @param nowNanos the core's time
     * @param packets how many have been taken so far
     */
    TickTimer(
            ScheduledExecutorService eventLoop,
            LongSupplier nowNanos,
            LongSupplier packets,
            Runnable tick) {
        this.eventLoop = eventLoop;
        this.nowNanos = nowNanos;
        this.packets = packets;
        this.tick = tick;
    }

    /** Ticks at {@code deadlineNanos} or earlier. */
    void arm(long deadlineNanos) {
        // A tick too early is harmless, and cheaper than a timer moved at every packet.
        if (armed != null && armedForNanos <= deadlineNanos) return;
        stop();
        if (deadlineNanos == Long.MAX_VALUE) return;
        armedForNanos = deadlineNanos;
        rounds = 0;
        fireIn(Math.max(0, deadlineNanos - nowNanos.getAsLong()));
    }

    void stop() {
        if (armed != null) armed.cancel(false);
        armed = null;
    }

    private void fireIn(long nanos) {
        armed = eventLoop.schedule(this::onFired, nanos, TimeUnit.NANOSECONDS);
    }

    private void onFired() {
        boolean isLate = nowNanos.getAsLong() - armedForNanos > LATE_NANOS;
        boolean hasMore = rounds == 0 || packets.getAsLong() > packetsBefore;
        if (isLate && hasMore && rounds < MOST_ROUNDS) {
            rounds++;
            packetsBefore = packets.getAsLong();
            fireIn(0);
            return;
        }
        armed = null;
        tick.run();
    }
}
