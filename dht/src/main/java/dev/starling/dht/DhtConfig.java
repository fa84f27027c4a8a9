package dev.starling.dht;

import java.time.Duration;

/**
 * The settings of the table.
 *
 * @param replicas how many nodes keep each key (Kademlia's k for storing)
 * @param writeAcks acknowledgements before a write counts as done; fewer nodes than that: all
 * @param readReplicas how many replicas a read unites
 * @param parallelism questions under way in one lookup (Kademlia's α)
 * @param requestTimeoutNanos silence after which a question is repeated, once, then given up
 * @param lookupDeadlineNanos a lookup ends by then, with what it has
 * @param repairDelayNanos wait after a change of membership before data moves; doubled at most, at
 *     random, so that a mass failure does not move everything at once
 * @param leaseNanos garbage collection of what nobody renews
 * @param formerGraceNanos how long a node that is no longer a replica keeps what it held
 * @param mostKeys bound on keys held for the fleet
 * @param mostEntriesPerKey bound on entries under one key
 */
public record DhtConfig(
        int replicas,
        int writeAcks,
        int readReplicas,
        int parallelism,
        long requestTimeoutNanos,
        long lookupDeadlineNanos,
        long repairDelayNanos,
        long leaseNanos,
        long formerGraceNanos,
        int mostKeys,
        int mostEntriesPerKey) {

    public DhtConfig {
        if (replicas < 1 || replicas > 20) {
            throw new IllegalArgumentException("replicas must be 1 to 20: " + replicas);
        }
        if (writeAcks < 1 || writeAcks > replicas) {
            throw new IllegalArgumentException(
                    "write acknowledgements must be 1 to " + replicas + ": " + writeAcks);
        }
        if (readReplicas < 1 || readReplicas > replicas) {
            throw new IllegalArgumentException(
                    "read replicas must be 1 to " + replicas + ": " + readReplicas);
        }
        if (parallelism < 1 || mostKeys < 1 || mostEntriesPerKey < 1) {
            throw new IllegalArgumentException("parallelism and bounds must be at least 1");
        }
        if (requestTimeoutNanos < 1
                || lookupDeadlineNanos < requestTimeoutNanos
                || repairDelayNanos < 1
                || leaseNanos < 1
                || formerGraceNanos < 1) {
            throw new IllegalArgumentException("durations must be positive, the deadline longest");
        }
    }

    public static DhtConfig defaults() {
        return new DhtConfig(
                5,
                3,
                2,
                3,
                Duration.ofMillis(300).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofMinutes(15).toNanos(),
                Duration.ofSeconds(60).toNanos(),
                100_000,
                4_096);
    }
}
