package dev.starling.simulator.network;

import dev.starling.simulator.engine.Draws;
import dev.starling.simulator.engine.Draws.Purpose;
import dev.starling.simulator.scenario.Latency;
import dev.starling.simulator.scenario.NetworkModel;

import java.time.Duration;

/** What the links between nodes do to a packet, each effect by a draw of its own. */
final class Links {

    /** TCP's first wait before it repeats a segment on Linux; it doubles. */
    private static final long REPEAT_NANOS = Duration.ofMillis(200).toNanos();

    /** A frame that needs more repeats (13 s) counts as never arrived. */
    private static final int MOST_REPEATS = 6;

    private final NetworkModel model;
    private final Draws draws;

    Links(NetworkModel model, Draws draws) {
        this.model = model;
        this.draws = draws;
    }

    boolean isLost(int from, int to, long sequence) {
        return isHit(model.loss(), Purpose.LOSS, from, to, sequence);
    }

    boolean isDuplicated(int from, int to, long sequence) {
        return isHit(model.duplication(), Purpose.DUPLICATION, from, to, sequence);
    }

    /** One way, with the jitter of this packet, or of its duplicate. */
    long delayNanos(int from, int to, long sequence, Purpose jitter) {
        Latency latency = model.latency();
        double near = draws.unit(Purpose.PAIR_OFFSET, Math.min(from, to), Math.max(from, to), 0);
        double unit = draws.unit(jitter, from, to, sequence);
        return latency.baseNanos()
                + (long) (latency.spreadNanos() * near)
                + draws.exponential(latency.jitterNanos(), unit)
                + 1;
    }

    /** How long TCP repeats a frame's segments until one passes; -1 if it gives up. */
    long repeatNanos(int from, int to, long sequence) {
        double unit = model.loss() == 0 ? 1 : draws.unit(Purpose.REPEAT, from, to, sequence);
        int repeats = 0;
        for (double chance = model.loss(); unit < chance; chance *= model.loss()) {
            if (++repeats > MOST_REPEATS) return -1;
        }
        return REPEAT_NANOS * ((1L << repeats) - 1);
    }

    private boolean isHit(double chance, Purpose purpose, int from, int to, long sequence) {
        return chance > 0 && draws.unit(purpose, from, to, sequence) < chance;
    }
}
