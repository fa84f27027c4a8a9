package dev.starling.agent.task.guard;

import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.node.Chance;

import java.util.OptionalLong;

/**
 * Keeps a job's entries alive: writes them again, as they are, three times in a lease, until the
 * job has been over for {@code jobRetentionNanos}. After that the leases run out.
 */
final class Renewal {

    private final Surroundings around;
    private final Key key;
    private OptionalLong endedNanos = OptionalLong.empty();
    private long nextNanos;

    /** The first time comes within a period, at random, since the former primary's is unknown. */
    Renewal(Surroundings around, Key key, long nowNanos, Chance chance) {
        this.around = around;
        this.key = key;
        this.nextNanos = nowNanos + chance.below(periodNanos());
    }

    private long periodNanos() {
        return Math.max(1, around.entries().leaseNanos() / 3);
    }

    void tick(JobRecords records, boolean isEnded, long nowNanos) {
        if (!isEnded) endedNanos = OptionalLong.empty();
        else if (endedNanos.isEmpty()) endedNanos = OptionalLong.of(nowNanos);
        if (nowNanos < nextDeadlineNanos()) return;
        nextNanos = nowNanos + periodNanos();
        for (Entry entry : records.current()) {
            around.writer().put(key, around.entries().renewed(entry));
        }
    }

    long nextDeadlineNanos() {
        if (endedNanos.isEmpty()) return nextNanos;
        long lastNanos = endedNanos.getAsLong() + around.config().jobRetentionNanos();
        return nextNanos <= lastNanos ? nextNanos : Long.MAX_VALUE;
    }
}
