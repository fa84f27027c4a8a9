package dev.starling.simulator.measure;

/**
 * What became of the jobs.
 *
 * @param accepted jobs whose submission was acknowledged
 * @param tasks how many the accepted jobs have
 * @param placed of those, how many were started at least once
 * @param reawarded how often a task was started again elsewhere
 * @param ended how many processes ended by themselves or were stopped
 * @param running tasks that have a process at the end
 * @param runningTwice of those, how many have more than one
 * @param placementNanos from the submission to the first start
 */
public record TaskFigures(
        int submitted,
        int accepted,
        int refused,
        int tasks,
        int placed,
        int reawarded,
        int ended,
        int running,
        int runningTwice,
        Spread placementNanos) {}
