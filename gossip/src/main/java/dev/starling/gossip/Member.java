package dev.starling.gossip;

import dev.starling.node.NodeId;

/**
 * A node as this node sees it.
 *
 * @param record its newest statement about itself
 * @param status what we believe
 * @param sinceNanos when we came to believe it, on our own clock
 */
public record Member(MemberRecord record, MemberStatus status, long sinceNanos) {

    public NodeId id() {
        return record.id();
    }
}
