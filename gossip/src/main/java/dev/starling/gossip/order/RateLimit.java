package dev.starling.gossip.order;

import dev.starling.node.NodeId;

import java.util.LinkedHashMap;

/**
 * Lets something happen once per period and id.
 *
 * <p>Remembers a bounded number of ids; with more than that in one period the longest silent is
 * forgotten, whom it then lets through once too early.
 */
public final class RateLimit {

    private final long periodNanos;
    private final int mostIds;
    private final LinkedHashMap<NodeId, Long> allowedNanos = new LinkedHashMap<>();

    public RateLimit(long periodNanos, int mostIds) {
        this.periodNanos = periodNanos;
        this.mostIds = mostIds;
    }

    /** Whether it may happen for {@code id} now; then it counts as having happened. */
    public boolean allows(NodeId id, long nowNanos) {
        Long last = allowedNanos.get(id);
        if (last != null && nowNanos - last < periodNanos) return false;
        allowedNanos.remove(id);
        allowedNanos.put(id, nowNanos);
        if (allowedNanos.size() > mostIds) allowedNanos.pollFirstEntry();
        return true;
    }

    int size() {
        return allowedNanos.size();
    }
}
