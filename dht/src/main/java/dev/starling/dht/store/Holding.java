package dev.starling.dht.store;

import dev.starling.dht.Contact;
import dev.starling.dht.Key;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One key that this node holds, and how far its repair has come. */
final class Holding {

    static final long NEVER = Long.MAX_VALUE;

    private final Key key;
    private final Shelf shelf = new Shelf();

    /** Replicas that have what we hold: from the writer, as we suppose, or acknowledged to us. */
    private final List<NodeId> supplied = new ArrayList<>();

    private long formerSinceNanos = NEVER;

    Holding(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    Shelf shelf() {
        return shelf;
    }

    /** The writer wrote to these at the same time. */
    void suppose(List<Contact> replicas) {
        supplied.clear();
        for (Contact replica : replicas) {
            supplied.add(replica.id());
        }
    }

    void onAcknowledged(NodeId replica) {
        if (!supplied.contains(replica)) supplied.add(replica);
    }

    /** Leaves out who is no replica any more, or came back and may have missed something. */
    void forget(List<Contact> replicas, Set<NodeId> arrivals) {
        supplied.removeIf(id -> arrivals.contains(id) || !isAmong(replicas, id));
    }

    /** The replicas, this node not counted, that still lack what we hold. */
    List<Contact> owed(List<Contact> replicas, NodeId self) {
        List<Contact> owed = new ArrayList<>();
        for (Contact replica : replicas) {
            if (!replica.id().equals(self) && !supplied.contains(replica.id())) owed.add(replica);
        }
        return owed;
    }

    int suppliedCount() {
        return supplied.size();
    }

    boolean isFormer() {
        return formerSinceNanos != NEVER;
    }

    long formerSinceNanos() {
        return formerSinceNanos;
    }

    /**
     * This node is no replica: all who are get everything from us, for what the writer may have
     * reached is no reason to drop anything.
     */
    void becomeFormer(long nowNanos) {
        supplied.clear();
        if (!isFormer()) formerSinceNanos = nowNanos;
    }

    void becomeReplica() {
        formerSinceNanos = NEVER;
    }

    private static boolean isAmong(List<Contact> replicas, NodeId id) {
        for (Contact replica : replicas) {
            if (replica.id().equals(id)) return true;
        }
        return false;
    }
}
