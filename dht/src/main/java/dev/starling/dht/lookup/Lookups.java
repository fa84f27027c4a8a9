package dev.starling.dht.lookup;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Placement;
import dev.starling.dht.store.Custody;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * All lookups of this node that are under way: brings each answer to the lookup that asked, and
 * wakes each at its deadline.
 *
 * <p>A question's number is the lookup's, times 256, plus the candidate's index; the first is drawn
 * at random, so that answers to a former life of this node find nobody.
 */
public final class Lookups {

    /** Policy at the bound: a new lookup is told at once that it found nothing, incomplete. */
    public static final int MOST_LOOKUPS = 4_096;

    private static final int INDEX_BITS = 8;

    private record Wake(long deadlineNanos, long serial) implements Comparable<Wake> {
        @Override
        public int compareTo(Wake other) {
            int order = Long.compare(deadlineNanos, other.deadlineNanos);
            return order != 0 ? order : Long.compare(serial, other.serial);
        }
    }

    private record Running(Lookup lookup, Wake wake) {}

    private final DhtConfig config;
    private final Placement placement;
    private final Custody custody;
    private final TreeMap<Long, Running> running = new TreeMap<>();
    private final TreeSet<Wake> wakes = new TreeSet<>();
    private long serial;

    public Lookups(DhtConfig config, Placement placement, Custody custody, long seed) {
        this.config = config;
        this.placement = placement;
        this.custody = custody;
        serial = Chance.stream(seed, "dht.lookup").nextLong() >>> INDEX_BITS;
    }

    public void find(long requestId, NodeId target, long nowNanos, Consumer<DhtEffect> out) {
        Finding finding = new Finding(requestId, target, config);
        start(finding, target, nowNanos, out);
    }

    public void get(long requestId, Key key, long nowNanos, Consumer<DhtEffect> out) {
        start(new Reading(requestId, key, config, custody), key.point(), nowNanos, out);
    }

    public void put(
            long requestId, Key key, List<Entry> entries, long nowNanos, Consumer<DhtEffect> out) {
        Writing writing = new Writing(requestId, key, entries, config, custody);
        start(writing, key.point(), nowNanos, out);
    }

    /** Takes an answer to any lookup. One that nobody waits for is ignored. */
    public void onAnswer(Sender sender, DhtMessage answer, long nowNanos, Consumer<DhtEffect> out) {
        long asking = answer.requestId() >>> INDEX_BITS;
        int index = (int) (answer.requestId() & (1 << INDEX_BITS) - 1);
        Running found = running.get(asking);
        if (found == null) return;
        found.lookup.onAnswer(index, sender, answer, nowNanos, out);
        settle(asking, found.lookup);
    }

    public void tick(long nowNanos, Consumer<DhtEffect> out) {
        while (nowNanos >= nextDeadlineNanos()) {
            long due = wakes.getFirst().serial;
            Lookup lookup = running.get(due).lookup;
            lookup.tick(nowNanos, out);
            settle(due, lookup);
        }
    }

    public long nextDeadlineNanos() {
        return wakes.isEmpty() ? Long.MAX_VALUE : wakes.getFirst().deadlineNanos;
    }

    /** Throws if a lookup would never be woken, or there are more than allowed. */
    public void checkInvariants() {
        if (running.size() != wakes.size() || running.size() > MOST_LOOKUPS) {
            throw new IllegalStateException(
                    running.size() + " lookups and " + wakes.size() + " wakes");
        }
        for (Running one : running.values()) {
            boolean isRight = one.wake.deadlineNanos == one.lookup.nextDeadlineNanos();
            if (one.lookup.isEnded() || !isRight || !wakes.contains(one.wake)) {
                throw new IllegalStateException("a lookup that is not woken: " + one.wake);
            }
        }
    }

    private void start(Errand errand, NodeId target, long nowNanos, Consumer<DhtEffect> out) {
        serial = serial + 1 & -1L >>> INDEX_BITS;
        Lookup.Order order = new Lookup.Order(errand, target, serial << INDEX_BITS, nowNanos);
        Lookup lookup = new Lookup(order, config, placement);
        if (running.size() >= MOST_LOOKUPS) {
            lookup.refuse(out);
            return;
        }
        lookup.start(nowNanos, out);
        settle(serial, lookup);
    }

    private void settle(long which, Lookup lookup) {
        Running before = running.remove(which);
        if (before != null) wakes.remove(before.wake);
        if (lookup.isEnded()) return;
        Wake wake = new Wake(lookup.nextDeadlineNanos(), which);
        running.put(which, new Running(lookup, wake));
        wakes.add(wake);
    }
}
