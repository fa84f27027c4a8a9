package dev.starling.agent.task.auction;

import dev.starling.agent.task.Resources;

/**
 * How well a task sits on a host: the higher the better.
 *
 * <p>Best fit keeps large gaps free for large tasks, which starve without (a task is put where the
 * least of the scarcer resource is left over). Against that, tasks of one job avoid each other, so
 * that a host's death costs a job little: small tasks spread, tasks of a quarter of a host and more
 * are packed. The weights are a guess.
 */
final class Fit {

    /** Scores this close are a tie, which chance decides. */
    static final double TIE = 0.02;

    private static final double FIT_WEIGHT = 0.45;
    private static final double SIBLING_WEIGHT = 0.20;

    private Fit() {}

    /**
     * @param siblings tasks of the same job that the host has
     */
    static double score(Resources free, Resources capacity, Resources each, int siblings) {
        Resources left = free.minus(each);
        double leftShare =
                Math.max(
                        share(left.cpuMillis(), capacity.cpuMillis()),
                        share(left.memoryBytes(), capacity.memoryBytes()));
        return FIT_WEIGHT * (1 - leftShare) - SIBLING_WEIGHT * siblings / (siblings + 1.0);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : Math.min(1.0, (double) part / whole);
    }
}
