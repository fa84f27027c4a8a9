package dev.starling.dht;

import dev.starling.dht.lookup.Lookups;
import dev.starling.dht.routing.Contacts;
import dev.starling.dht.routing.Placement;
import dev.starling.dht.store.Custody;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One node's part of the table: holds what belongs to it, asks the fleet for the rest.
 *
 * <p>Whom it can ask comes from outside: {@link #contactUp}, {@link #contactSuspect} and {@link
 * #contactDown} follow the membership. Each {@link #put}, {@link #get} and {@link #find} is
 * answered by exactly one effect that carries its request id, at once if this node can do it alone.
 *
 * <p>Not thread-safe. Time is nanoseconds since this node started and never falls; {@link #tick} is
 * due at {@link #nextDeadlineNanos} and harmless at any other time.
 */
public final class Dht {

    private final DhtConfig config;
    private final Contacts contacts;
    private final Placement placement;
    private final Custody custody;
    private final Lookups lookups;
    private final Answering answering;

    public Dht(DhtConfig config, Contact self, long seed) {
        this.config = config;
        contacts = new Contacts(self);
        placement = new Placement(contacts, config);
        custody = new Custody(config, placement, seed);
        lookups = new Lookups(config, placement, custody, seed);
        answering = new Answering(placement, custody);
    }

    /**
     * Takes back an entry from disk, before the first message; no effect tells of it. Once contacts
     * are up it is brought to the replicas like everything held.
     */
    public void restore(Key key, Entry entry, long nowNanos) {
        custody.restore(key, entry, nowNanos);
    }

    /**
     * A node is alive: new, moved or no longer suspect. A node that lost what it held, as a restart
     * may, is brought up to date only if it was {@link #contactDown} in between.
     */
    public void contactUp(Contact contact, long nowNanos) {
        if (contacts.up(contact, nowNanos)) custody.onArrival(contact.id(), nowNanos);
    }

    /** A node may be dead: it stays a replica and is asked, but nobody waits for it alone. */
    public void contactSuspect(NodeId id) {
        contacts.suspect(id);
    }

    /** A node is dead, left or forgotten. */
    public void contactDown(NodeId id, long nowNanos) {
        if (contacts.down(id)) custody.onDeparture(nowNanos);
    }

    /**
     * Writes entries to the replicas of a key; answered by {@link DhtEffect.Written}. A tombstone's
     * lease is set here, to twice the usual one, so that it outlives what it removes.
     */
    public void put(
            long requestId, Key key, List<Entry> entries, long nowNanos, Consumer<DhtEffect> out) {
        lookups.put(requestId, key, writable(entries), nowNanos, out);
    }

    /** Reads what is under a key; answered by {@link DhtEffect.Read}. */
    public void get(long requestId, Key key, long nowNanos, Consumer<DhtEffect> out) {
        lookups.get(requestId, key, nowNanos, out);
    }

    /** Looks for the nodes closest to a point; answered by {@link DhtEffect.Located}. */
    public void find(long requestId, NodeId target, long nowNanos, Consumer<DhtEffect> out) {
        lookups.find(requestId, target, nowNanos, out);
    }

    public void on(Sender sender, DhtMessage message, long nowNanos, Consumer<DhtEffect> out) {
        switch (message) {
            case DhtMessage.Find find -> answering.onFind(sender, find, out);
            case DhtMessage.Get get -> answering.onGet(sender, get, nowNanos, out);
            case DhtMessage.Put put -> answering.onPut(sender, put, nowNanos, out);
            case DhtMessage.Closer closer -> lookups.onAnswer(sender, closer, nowNanos, out);
            case DhtMessage.Held held -> lookups.onAnswer(sender, held, nowNanos, out);
            case DhtMessage.PutAck ack -> {
                lookups.onAnswer(sender, ack, nowNanos, out);
                custody.onAck(sender, ack, nowNanos, out);
            }
        }
    }

    public void tick(long nowNanos, Consumer<DhtEffect> out) {
        lookups.tick(nowNanos, out);
        custody.tick(nowNanos, out);
    }

    /** When {@link #tick} is due; {@code Long.MAX_VALUE} if nothing is under way. */
    public long nextDeadlineNanos() {
        return Math.min(lookups.nextDeadlineNanos(), custody.nextDeadlineNanos());
    }

    /** In this node's view, itself included, closest first. */
    public List<Contact> closest(NodeId target, int most) {
        return contacts.closest(target, most);
    }

    /** Whether this node, in its own view, is one of those that keep the key. */
    public boolean isReplica(Key key) {
        return placement.isReplica(key.point());
    }

    /** The keys of which this node holds anything, in key order. */
    public List<Key> keys() {
        return custody.keys();
    }

    /** What this node holds under a key: tombstones too, each with what remains of its lease. */
    public List<Entry> held(Key key, long nowNanos) {
        return custody.held(key, nowNanos);
    }

    /** Throws an {@link IllegalStateException} that names what is broken. */
    public void checkInvariants() {
        contacts.checkInvariants();
        custody.checkInvariants();
        lookups.checkInvariants();
    }

    private List<Entry> writable(List<Entry> entries) {
        if (entries.isEmpty()) throw new IllegalArgumentException("a write without entries");
        List<Entry> writable = new ArrayList<>(entries.size());
        long sizeBytes = 0;
        for (Entry entry : entries) {
            boolean isTombstone = entry.isTombstone();
            writable.add(isTombstone ? entry.withLease(2 * config.leaseNanos()) : entry);
            sizeBytes += DhtCodec.sizeOf(entry);
        }
        if (sizeBytes > DhtCodec.ENTRIES_BYTES) {
            throw new IllegalArgumentException(
                    "a write of " + sizeBytes + " bytes, at most " + DhtCodec.ENTRIES_BYTES);
        }
        return List.copyOf(writable);
    }
}
