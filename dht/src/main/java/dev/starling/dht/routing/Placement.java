package dev.starling.dht.routing;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtMessage;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;

/**
 * Who belongs to a point of the id space, in this node's view: the closest keep what is there.
 *
 * <p>Questions carry {@link #known}, answers what {@link #missing} finds in it. Both look a little
 * beyond the replicas, so that two nodes which disagree about the last of them still notice.
 */
public final class Placement {

    /** How far beyond the replicas two views are compared. */
    private static final int MARGIN = 2;

    private final Contacts contacts;
    private final int replicas;
    private final int compared;
    private final int reach;
    private final long settlingNanos;

    public Placement(Contacts contacts, DhtConfig config) {
        this.contacts = contacts;
        replicas = config.replicas();
        compared = Math.min(replicas + MARGIN, DhtMessage.MOST_CONTACTS);
        reach = unsettledReach(config);
        settlingNanos = 2 * (config.repairDelayNanos() + config.requestTimeoutNanos());
    }

    public Contacts contacts() {
        return contacts;
    }

    /** The nodes that keep what is at {@code point}, closest first: at most the replicas. */
    public List<Contact> replicas(NodeId point) {
        return contacts.closest(point, replicas);
    }

    /** Whether this node is among {@link #replicas}. */
    public boolean isReplica(NodeId point) {
        for (Contact replica : replicas(point)) {
            if (replica.id().equals(contacts.self().id())) return true;
        }
        return false;
    }

    /** How many of the closest hold what is at a point while replicas change places. */
    public static int unsettledReach(DhtConfig config) {
        return 2 * config.replicas();
    }

    /**
     * Whether all replicas, and those who may hold something for them, have been known for so long
     * that repair has brought each what it should hold. A node that has just joined finds everybody
     * new, and so do the halves of a fleet that was split.
     */
    public boolean isSettled(NodeId point, long nowNanos) {
        for (Contact holder : contacts.closest(point, reach)) {
            if (contacts.isNewcomer(holder.id(), settlingNanos, nowNanos)) return false;
        }
        return true;
    }

    /**
     * Whether a node is so new to us, or a stranger, that it may still lack what it should hold.
     */
    public boolean isNewcomer(NodeId id, long nowNanos) {
        return contacts.contact(id).isEmpty() || contacts.isNewcomer(id, settlingNanos, nowNanos);
    }

    /** The first 8 bytes of the ids that this node takes for the closest. */
    public List<Long> known(NodeId point) {
        List<Long> known = new ArrayList<>(compared);
        for (Contact contact : contacts.closest(point, compared)) {
            known.add(contact.id().bits0());
        }
        return List.copyOf(known);
    }

    /** Who of the closest the {@code asker}, which knows {@code known}, should hear of. */
    public List<Contact> missing(NodeId point, List<Long> known, NodeId asker) {
        List<Contact> missing = new ArrayList<>();
        for (Contact contact : contacts.closest(point, compared)) {
            NodeId id = contact.id();
            boolean isNews = !known.contains(id.bits0()) && !contacts.isSuspect(id);
            boolean isThird = !id.equals(asker) && !id.equals(contacts.self().id());
            if (isNews && isThird) missing.add(contact);
        }
        return List.copyOf(missing);
    }
}
