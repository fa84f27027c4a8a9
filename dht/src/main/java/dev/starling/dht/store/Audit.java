package dev.starling.dht.store;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtCodec;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Placement;
import dev.starling.node.Chance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pushes what is held under one key after another to another replica, any of them, unasked, so that
 * what a lost write, a lost disk or a wrong supposition left out heals without anybody noticing.
 * Going round takes a minute, more with many keys or large ones.
 */
final class Audit {

    private static final long ROUND_NANOS = 60_000_000_000L;
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000_000;

    /** What all audits of a node may send in a second, in the long run. A guess. */
    private static final long BYTES_PER_SECOND = 4_096;

    private static final int SEEN_AT_ONCE = 256;

    private final Placement placement;
    private final Replicas replicas;
    private final Pushes pushes;
    private final Chance chance;

    private long nextNanos;
    private Optional<Key> last = Optional.empty();

    Audit(Placement placement, Replicas replicas, Pushes pushes, Chance chance) {
        this.placement = placement;
        this.replicas = replicas;
        this.pushes = pushes;
        this.chance = chance;
    }

    /** The first key is held now. */
    void start(long nowNanos) {
        nextNanos = nowNanos + ROUND_NANOS / 2 + chance.below(ROUND_NANOS);
        last = Optional.empty();
    }

    void tick(long nowNanos, Consumer<DhtEffect> out) {
        if (nowNanos < nextDeadlineNanos()) return;
        long sentBytes = 0;
        int seen = 0;
        while (seen < Math.min(SEEN_AT_ONCE, replicas.size()) && sentBytes == 0) {
            seen++;
            sentBytes = audit(nextHolding(), nowNanos, out);
        }
        long shareNanos = ROUND_NANOS * seen / replicas.size();
        long costNanos = sentBytes * 1_000_000_000 / BYTES_PER_SECOND;
        long pauseNanos = Math.max(SHORTEST_PAUSE_NANOS, Math.max(shareNanos, costNanos));
        nextNanos = nowNanos + pauseNanos * 3 / 4 + chance.below(pauseNanos / 2);
    }

    long nextDeadlineNanos() {
        return replicas.isEmpty() ? Long.MAX_VALUE : nextNanos;
    }

    private Holding nextHolding() {
        Optional<Holding> next = last.isEmpty() ? replicas.first() : replicas.after(last.get());
        Holding holding = next.or(replicas::first).orElseThrow();
        last = Optional.of(holding.key());
        return holding;
    }

    /** Returns what it costs: nothing if there is nobody to push it to. */
    private long audit(Holding holding, long nowNanos, Consumer<DhtEffect> out) {
        List<Contact> set = new ArrayList<>(placement.replicas(holding.key().point()));
        boolean isReplica = set.remove(placement.contacts().self());
        if (!isReplica || set.isEmpty() || !pushes.hasRoomFor(1)) return 0;
        pushes.start(holding.key(), set.get(chance.below(set.size())), nowNanos, out);
        long sizeBytes = 0;
        for (Entry entry : holding.shelf().entries(nowNanos)) {
            sizeBytes += DhtCodec.sizeOf(entry);
        }
        return sizeBytes;
    }
}
