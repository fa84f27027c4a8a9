package dev.starling.simulator;

import dev.starling.simulator.fleet.Fleet;

import java.util.Locale;

/**
 * The run cannot go on: an invariant broke or the core threw. A bug of ours; the message says when,
 * with which seed it happens again, and what broke.
 */
public final class BrokenRun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private BrokenRun(String message, Throwable cause) {
        super(message, cause);
    }

    /** Does {@code work} and says of what it throws when and in which run that was. */
    static void guard(Fleet fleet, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException broken) {
            throw new BrokenRun(
                    String.format(
                            Locale.ROOT,
                            "scenario %s with seed %d broke at %.9f s, event %d: %s",
                            fleet.scenario().name(),
                            fleet.scenario().seed(),
                            fleet.nowNanos() / 1e9,
                            fleet.engine().trace().events(),
                            broken),
                    broken);
        }
    }
}
