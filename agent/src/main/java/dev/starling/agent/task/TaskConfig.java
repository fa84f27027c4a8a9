package dev.starling.agent.task;

import java.time.Duration;

/**
 * The settings of tasks.
 *
 * @param isExecutor whether this host runs tasks; off unless the operator switches it on
 * @param capacity what this host gives to tasks
 * @param solicits how many hosts are asked for each task (d of the power of d choices)
 * @param bidWindowNanos how long a guardian waits for bids
 * @param holdNanos how long a bid holds capacity unless it is awarded or cancelled
 * @param awardTimeoutNanos how long a winner may take to accept before the next is asked
 * @param retryNanos first pause before a task without a bid is offered again; doubles
 * @param retryMostNanos longest such pause
 * @param reawardDelayNanos wait after a host died before its tasks are awarded anew; doubled at
 *     most
 * @param advertNanos an advert is repeated this often, at least 500 ms apart when things change
 * @param jobRetentionNanos how long an ended job can still be looked at
 */
public record TaskConfig(
        boolean isExecutor,
        Resources capacity,
        int solicits,
        long bidWindowNanos,
        long holdNanos,
        long awardTimeoutNanos,
        long retryNanos,
        long retryMostNanos,
        long reawardDelayNanos,
        long advertNanos,
        long jobRetentionNanos) {

    public TaskConfig {
        if (solicits < 1) {
            throw new IllegalArgumentException("solicits must be at least 1: " + solicits);
        }
        requirePositive("bid window", bidWindowNanos);
        requirePositive("hold", holdNanos);
        requirePositive("award timeout", awardTimeoutNanos);
        requirePositive("first retry", retryNanos);
        requirePositive("re-award delay", reawardDelayNanos);
        requirePositive("advert period", advertNanos);
        requirePositive("job retention", jobRetentionNanos);
        if (retryMostNanos < retryNanos) {
            throw new IllegalArgumentException(
                    "the longest retry pause must not be shorter than the first: "
                            + Duration.ofNanos(retryMostNanos)
                            + " against "
                            + Duration.ofNanos(retryNanos));
        }
    }

    private static void requirePositive(String what, long nanos) {
        if (nanos < 1) throw new IllegalArgumentException(what + " must be positive: " + nanos);
    }

    public static TaskConfig defaults(boolean isExecutor, Resources capacity) {
        return new TaskConfig(
                isExecutor,
                capacity,
                3,
                Duration.ofMillis(50).toNanos(),
                Duration.ofMillis(1_000).toNanos(),
                Duration.ofMillis(500).toNanos(),
                Duration.ofMillis(200).toNanos(),
                Duration.ofSeconds(10).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(10).toNanos(),
                Duration.ofHours(1).toNanos());
    }
}
