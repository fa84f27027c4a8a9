package dev.starling.simulator;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a run has come.
 *
 * @param speed simulated time per real time
 * @param left real time that the rest will take at this speed
 */
public record Progress(
        long simulatedNanos,
        long lengthNanos,
        double speed,
        double eventsPerSecond,
        int nodesUp,
        Duration left) {

    /** One line of at most 79 columns. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%7.1f of %.0f s  %6.1f x real time  %,9.0f events/s  %,d up  ready in %d s",
                simulatedNanos / 1e9,
                lengthNanos / 1e9,
                speed,
                eventsPerSecond,
                nodesUp,
                left.toSeconds());
    }
}
