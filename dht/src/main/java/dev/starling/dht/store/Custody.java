package dev.starling.dht.store;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.routing.Placement;
import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that this node does for entries it keeps: the one way in for puts, wherever they come from,
 * and the machines that collect, repair and audit. It takes entries for any key within the bounds,
 * for the writer's view may be newer than ours; what does not belong here is handed on.
 */
public final class Custody {

    private final Placement placement;
    private final Replicas replicas;
    private final Sweep sweep;
    private final Pushes pushes;
    private final Repair repair;
    private final Audit audit;

    public Custody(DhtConfig config, Placement placement, long seed) {
        this.placement = placement;
        replicas = new Replicas(config);
        sweep = new Sweep(config, replicas);
        pushes = new Pushes(config, placement, replicas, Chance.stream(seed, "dht.pushes"));
        Chance delays = Chance.stream(seed, "dht.repair");
        repair = new Repair(config, placement, replicas, pushes, delays);
        audit = new Audit(placement, replicas, pushes, Chance.stream(seed, "dht.audit"));
    }

    /** Takes back an entry from disk. */
    public void restore(Key key, Entry entry, long nowNanos) {
        boolean wasEmpty = replicas.isEmpty();
        if (replicas.merge(key, entry, nowNanos) != Shelf.Outcome.CHANGED) return;
        if (wasEmpty) start(nowNanos);
        repair.onRestored(nowNanos);
    }

    /**
     * Merges entries into what is held.
     *
     * @return whether each of them, or something newer, is held now
     */
    public boolean put(Key key, List<Entry> entries, long nowNanos, Consumer<DhtEffect> out) {
        boolean wasEmpty = replicas.isEmpty();
        boolean isNewKey = replicas.holding(key).isEmpty();
        boolean isHeld = true;
        boolean isChanged = false;
        for (Entry entry : entries) {
            Shelf.Outcome outcome = replicas.merge(key, entry, nowNanos);
            isHeld &= outcome != Shelf.Outcome.REFUSED;
            if (outcome != Shelf.Outcome.CHANGED) continue;
            isChanged = true;
            out.accept(new DhtEffect.ReplicaChanged(key, replicas.bounded(entry)));
        }
        if (wasEmpty && isChanged) start(nowNanos);
        if (isChanged) repair.onStored(replicas.holding(key).orElseThrow(), isNewKey, nowNanos);
        return isHeld;
    }

    /**
     * What this node answers to a reader: as much as fits {@code budgetBytes}, and whether that is
     * to be trusted as that of a replica.
     */
    public Copy copy(Key key, int budgetBytes, long nowNanos) {
        List<Entry> entries = held(key, Bytes.EMPTY, budgetBytes, nowNanos);
        boolean isCut =
                !entries.isEmpty() && !held(key, entries.getLast().subkey(), 1, nowNanos).isEmpty();
        boolean isReplica = placement.isReplica(key.point());
        boolean isSettled = placement.isSettled(key.point(), nowNanos);
        return new Copy(isReplica, isSettled, isCut, entries);
    }

    /** Everything held under a key, tombstones too, with what remains of the leases. */
    public List<Entry> held(Key key, long nowNanos) {
        return held(key, Bytes.EMPTY, Integer.MAX_VALUE, nowNanos);
    }

    public List<Key> keys() {
        return replicas.keys();
    }

    /** A node became a contact that was none. */
    public void onArrival(NodeId id, long nowNanos) {
        repair.onArrival(id, nowNanos);
    }

    /** A node is a contact no more. */
    public void onDeparture(long nowNanos) {
        repair.onDeparture(nowNanos);
    }

    public void onAck(
            Sender sender, DhtMessage.PutAck ack, long nowNanos, Consumer<DhtEffect> out) {
        pushes.onAck(sender, ack, nowNanos, out);
    }

    public void tick(long nowNanos, Consumer<DhtEffect> out) {
        sweep.tick(nowNanos, out);
        pushes.tick(nowNanos, out);
        repair.tick(nowNanos, out);
        audit.tick(nowNanos, out);
    }

    public long nextDeadlineNanos() {
        long moving = Math.min(pushes.nextDeadlineNanos(), repair.nextDeadlineNanos());
        return Math.min(moving, Math.min(sweep.nextDeadlineNanos(), audit.nextDeadlineNanos()));
    }

    /** Throws if a bound is exceeded or the pushes have lost count. */
    public void checkInvariants() {
        replicas.checkInvariants();
        pushes.checkInvariants();
    }

    private void start(long nowNanos) {
        sweep.start(nowNanos);
        audit.start(nowNanos);
    }

    private List<Entry> held(Key key, Bytes after, int budgetBytes, long nowNanos) {
        Optional<Holding> holding = replicas.holding(key);
        if (holding.isEmpty()) return List.of();
        return holding.get().shelf().entriesAfter(after, budgetBytes, nowNanos);
    }
}
