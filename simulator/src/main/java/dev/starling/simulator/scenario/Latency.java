package dev.starling.simulator.scenario;

/**
 * How long a packet takes one way: {@code base}, plus an offset that a pair of nodes keeps for the
 * whole run (so that there are stably near and far peers), plus jitter that each packet draws.
 *
 * @param baseNanos the least
 * @param spreadNanos the offsets are uniform between zero and this
 * @param jitterNanos mean of the jitter, which is exponential: later packets may overtake
 */
public record Latency(long baseNanos, long spreadNanos, long jitterNanos) {

    public Latency {
        if (baseNanos < 0 || spreadNanos < 0 || jitterNanos < 0) {
            throw new IllegalArgumentException("a latency is zero or more");
        }
    }

    /** A network where {@code baseNanos} is usual: half as much spread, a tenth of jitter. */
    public static Latency around(long baseNanos) {
        return new Latency(baseNanos, baseNanos / 2, baseNanos / 10);
    }
}
