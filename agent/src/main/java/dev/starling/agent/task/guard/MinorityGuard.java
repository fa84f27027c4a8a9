package dev.starling.agent.task.guard;

import dev.starling.node.NodeId;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Suspects, when many members die at once, that it is us who are cut off: then nothing is placed
 * anew, for the tasks run on in the other part.
 *
 * <pre>
 *  calm --3 or more, and more than a quarter, within 10 s--> frozen
 *   ^                                                          |
 *   +--nobody died for 10 s, and half of those known before ---+
 *      are present, not counting who left or was forgotten
 * </pre>
 *
 * <p>The quiet time lets the whole cut show before we count on which side of it we are.
 */
final class MinorityGuard {

    static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    static final int LEAST = 3;

    /** Who was present when the dying began; those who leave are taken out. */
    private record Frozen(SortedSet<NodeId> known) {}

    private final SortedSet<NodeId> present = new TreeSet<>();

    /** Those that died within the window and have not come back. */
    private final SortedMap<NodeId, Long> recentlyDead = new TreeMap<>();

    private Optional<Frozen> frozen = Optional.empty();
    private long lastDeathNanos;

    MinorityGuard(NodeId self) {
        present.add(self);
    }

    void onPresent(NodeId id) {
        present.add(id);
        recentlyDead.remove(id);
    }

    /** Whether this death made us freeze. */
    boolean onDeath(NodeId id, long nowNanos) {
        if (!present.remove(id)) return false;
        recentlyDead.values().removeIf(diedNanos -> nowNanos - diedNanos > WINDOW_NANOS);
        recentlyDead.put(id, nowNanos);
        lastDeathNanos = nowNanos;
        int before = present.size() + recentlyDead.size();
        boolean isMass = recentlyDead.size() >= LEAST && 4 * recentlyDead.size() > before;
        if (!isMass || isFrozen(nowNanos)) return false;
        SortedSet<NodeId> known = new TreeSet<>(present);
        known.addAll(recentlyDead.keySet());
        frozen = Optional.of(new Frozen(known));
        return true;
    }

    /** It said goodbye, or was forgotten: no sign that we are cut off. */
    void onGone(NodeId id) {
        present.remove(id);
        recentlyDead.remove(id);
        frozen.ifPresent(freeze -> freeze.known.remove(id));
    }

    boolean isFrozen(long nowNanos) {
        if (frozen.isEmpty()) return false;
        SortedSet<NodeId> known = frozen.get().known;
        long back = known.stream().filter(present::contains).count();
        boolean isQuiet = nowNanos - lastDeathNanos >= WINDOW_NANOS;
        if (isQuiet && 2 * back >= known.size()) frozen = Optional.empty();
        return frozen.isPresent();
    }
}
