package dev.starling.dht.store;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Placement;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Moves what we hold to where it belongs when the fleet changes (Kademlia §2.5, Dynamo §4.7).
 *
 * <p>A change of the contacts starts, after a delay that chance may double, a walk over all keys
 * that are held. For each key the replicas in our view that lack what we hold get it pushed. If we
 * are not a replica ourselves, all of them get it, and we drop the key when enough have
 * acknowledged and the grace is over. A walk that left somebody owing is followed by another, so
 * silence is answered by trying again for as long as the entries live.
 *
 * <pre>
 *   Resting --contacts changed--> delay --> Walking --all keys seen--> Resting
 *      ^                                                                  |
 *      +------- nobody was owed ---------------- somebody was: later -----+
 * </pre>
 *
 * <p>Every holder pushes, not only one of them: they may hold different things, and the union of
 * all is what a new replica needs.
 */
final class Repair {

    /** What one step may do; with the pause, 1,280 keys pushed in a second at most. A guess. */
    private static final int PUSHED_AT_ONCE = 64;

    private static final int SEEN_AT_ONCE = 512;
    private static final long PAUSE_NANOS = 50_000_000;

    /** How long an unreachable replica stays owing before it is tried again. A guess. */
    private static final long RETRY_NANOS = 15_000_000_000L;

    /** A walk over the keys: where it is, who had come before it began, whether anybody owes. */
    private static final class Walk {
        final TreeSet<NodeId> arrivals;
        Optional<Key> last = Optional.empty();
        long nextNanos;
        boolean isOwed;

        Walk(TreeSet<NodeId> arrivals) {
            this.arrivals = arrivals;
        }
    }

    private final DhtConfig config;
    private final Placement placement;
    private final Replicas replicas;
    private final Pushes pushes;
    private final Chance chance;

    /** Who became a contact since the last walk began: whatever it had, it may have missed some. */
    private TreeSet<NodeId> arrivals = new TreeSet<>();

    /** When to walk because contacts changed: the first change counts, later ones ride along. */
    private long changeWalkNanos = Long.MAX_VALUE;

    /** When to walk because something was left to do; a walk for a change does that too. */
    private long laterWalkNanos = Long.MAX_VALUE;

    private Optional<Walk> walk = Optional.empty();

    Repair(DhtConfig config, Placement placement, Replicas replicas, Pushes pushes, Chance chance) {
        this.config = config;
        this.placement = placement;
        this.replicas = replicas;
        this.pushes = pushes;
        this.chance = chance;
    }

    void onArrival(NodeId id, long nowNanos) {
        if (replicas.isEmpty()) return;
        arrivals.add(id);
        walkSoon(nowNanos);
    }

    void onDeparture(long nowNanos) {
        if (!replicas.isEmpty()) walkSoon(nowNanos);
    }

    /** A key from disk: nobody is supposed to have it. */
    void onRestored(long nowNanos) {
        walkSoon(nowNanos);
    }

    /** Somebody put something new under a key. */
    void onStored(Holding holding, boolean isNewKey, long nowNanos) {
        List<Contact> set = placement.replicas(holding.key().point());
        if (!set.contains(placement.contacts().self())) {
            holding.becomeFormer(nowNanos);
            walkSoon(nowNanos);
        } else if (isNewKey) {
            holding.suppose(set);
        }
    }

    void tick(long nowNanos, Consumer<DhtEffect> out) {
        if (nowNanos < nextDeadlineNanos()) return;
        if (walk.isEmpty()) {
            walk = Optional.of(new Walk(arrivals));
            arrivals = new TreeSet<>();
            changeWalkNanos = Long.MAX_VALUE;
            laterWalkNanos = Long.MAX_VALUE;
        }
        step(walk.get(), nowNanos, out);
    }

    long nextDeadlineNanos() {
        if (walk.isPresent()) return walk.get().nextNanos;
        return changeWalkNanos != Long.MAX_VALUE ? changeWalkNanos : laterWalkNanos;
    }

    private void step(Walk walking, long nowNanos, Consumer<DhtEffect> out) {
        int pushed = 0;
        for (int seen = 0; seen < SEEN_AT_ONCE && pushed < PUSHED_AT_ONCE; seen++) {
            if (!pushes.hasRoomFor(config.replicas())) break;
            Optional<Holding> next =
                    walking.last.isEmpty() ? replicas.first() : replicas.after(walking.last.get());
            if (next.isEmpty()) {
                if (walking.isOwed) walkBy(nowNanos + RETRY_NANOS);
                walk = Optional.empty();
                return;
            }
            walking.last = Optional.of(next.get().key());
            if (settle(next.get(), walking, nowNanos, out)) pushed++;
        }
        walking.nextNanos = nowNanos + PAUSE_NANOS;
    }

    /** Returns whether anything had to be pushed. */
    private boolean settle(Holding holding, Walk walking, long nowNanos, Consumer<DhtEffect> out) {
        List<Contact> set = placement.replicas(holding.key().point());
        NodeId self = placement.contacts().self().id();
        boolean isOurs = set.contains(placement.contacts().self());
        holding.forget(set, walking.arrivals);
        if (isOurs) holding.becomeReplica();
        else if (!holding.isFormer()) holding.becomeFormer(nowNanos);

        List<Contact> owed = holding.owed(set, self);
        for (Contact replica : owed) {
            pushes.start(holding.key(), replica, nowNanos, out);
        }
        walking.isOwed |= !owed.isEmpty();
        if (!isOurs) dropOrWait(holding, set.size(), nowNanos, out);
        return !owed.isEmpty();
    }

    private void dropOrWait(
            Holding holding, int replicaCount, long nowNanos, Consumer<DhtEffect> out) {
        boolean isEnough = holding.suppliedCount() >= Math.min(config.writeAcks(), replicaCount);
        long graceOverNanos = holding.formerSinceNanos() + config.formerGraceNanos();
        if (nowNanos < graceOverNanos) walkBy(graceOverNanos);
        else if (isEnough) replicas.drop(holding, nowNanos, out);
    }

    private void walkSoon(long nowNanos) {
        if (changeWalkNanos != Long.MAX_VALUE) return;
        long delayNanos = config.repairDelayNanos();
        changeWalkNanos = nowNanos + delayNanos + chance.below(delayNanos);
    }

    private void walkBy(long atNanos) {
        laterWalkNanos = Math.min(laterWalkNanos, atNanos);
    }
}
