package dev.starling.dht;

import dev.starling.node.NodeId;
import dev.starling.wire.Message;

import java.util.List;

/**
 * Everything one agent says to another about who holds what (Kademlia §2.3, with the asker's
 * closest set in each request so that a converged fleet needs one hop).
 *
 * <p>{@code known} lists the first 8 bytes of the ids of the asker's closest contacts; an answer's
 * {@code closer} names contacts that belong among the closest and are not listed. {@code requestId}
 * ties answer to question and means something only to the asker.
 */
public sealed interface DhtMessage extends Message {

    /** The bound on {@code known} and {@code closer}. */
    int MOST_CONTACTS = 20;

    long requestId();

    /** "Who is closest to {@code target}?" Answered with {@link Closer}. */
    record Find(long requestId, NodeId target, List<Long> known) implements DhtMessage {}

    record Closer(long requestId, List<Contact> closer) implements DhtMessage {}

    /** "What do you hold under {@code key}?" Answered with {@link Held}. */
    record Get(long requestId, Key key, List<Long> known) implements DhtMessage {}

    /**
     * "This."
     *
     * @param isReplica whether the answering node counts itself among the key's replicas
     * @param isSettled whether it knows of nobody near the key so new that entries may still be on
     *     their way to where they belong; the reader asks more nodes otherwise
     * @param isCut whether it holds more than fits one frame; what fits is here
     */
    record Held(
            long requestId,
            boolean isReplica,
            boolean isSettled,
            boolean isCut,
            List<Contact> closer,
            List<Entry> entries)
            implements DhtMessage {}

    /**
     * "Hold these." Answered with {@link PutAck}. Repair sends it too, to nodes that became
     * replicas.
     */
    record Put(long requestId, Key key, List<Entry> entries, List<Long> known)
            implements DhtMessage {}

    /**
     * @param isHeld whether all entries, or newer ones, are now held by the answering node
     */
    record PutAck(long requestId, boolean isHeld, List<Contact> closer) implements DhtMessage {}
}
