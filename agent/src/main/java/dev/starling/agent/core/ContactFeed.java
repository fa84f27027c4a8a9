package dev.starling.agent.core;

import dev.starling.dht.Contact;
import dev.starling.dht.Dht;
import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.node.NodeId;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells the table whom it can ask, as membership sees them. A member in a new life is announced as
 * gone and come again: it may have lost its disk, and the others then give it what it should hold.
 */
final class ContactFeed {

    private final Dht dht;
    private final SortedMap<NodeId, Long> epochs = new TreeMap<>();

    ContactFeed(Dht dht) {
        this.dht = dht;
    }

    void onMember(Member member, long nowNanos) {
        MemberRecord record = member.record();
        Long known = epochs.put(record.id(), record.epoch());
        if (known != null && known != record.epoch()) dht.contactDown(record.id(), nowNanos);
        switch (member.status()) {
            case ALIVE -> dht.contactUp(contact(record), nowNanos);
            case SUSPECT -> {
                dht.contactUp(contact(record), nowNanos);
                dht.contactSuspect(record.id());
            }
            case DEAD, LEFT -> dht.contactDown(record.id(), nowNanos);
        }
    }

    void onForgotten(NodeId id, long nowNanos) {
        epochs.remove(id);
        dht.contactDown(id, nowNanos);
    }

    private static Contact contact(MemberRecord record) {
        return new Contact(record.id(), record.endpoint());
    }
}
