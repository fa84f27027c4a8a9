package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;

import java.util.List;

/** What {@link Membership} wants done; the caller does it in order. */
public sealed interface GossipEffect {

    /** Send these messages in one packet. On a datagram they fit its budget. */
    record Send(Endpoint to, Carrier carrier, List<SwimMessage> messages) implements GossipEffect {}

    /** This node's belief about another has changed: new, refuted, suspected, dead, left, moved. */
    record MemberChanged(Member member) implements GossipEffect {}

    /** A dead or left member was dropped from memory after its retention. */
    record MemberForgotten(NodeId id) implements GossipEffect {}

    /** A notice that is news to this node. */
    record NoticeArrived(Notice notice) implements GossipEffect {}

    /** Two present members carry the same name: for people to see; nobody is evicted for it. */
    record NameClash(String name, NodeId first, NodeId second) implements GossipEffect {}

    /**
     * The fleet knows a later life of this node than its own epoch file: it was rolled back or
     * copied. Persist {@code epoch}, which this node now speaks under.
     */
    record EpochOvertaken(long epoch) implements GossipEffect {}

    /** A seed has not answered; it is asked again after {@code retryNanos}. */
    record SeedSilent(Endpoint seed, long retryNanos) implements GossipEffect {}

    /** The first member answered: this node is no longer alone. */
    record Joined(NodeId by) implements GossipEffect {}

    /** The goodbye has been heard or lingered long enough: the process may end. */
    record LeaveFinished() implements GossipEffect {}
}
