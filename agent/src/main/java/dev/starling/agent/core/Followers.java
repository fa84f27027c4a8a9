package dev.starling.agent.core;

import dev.starling.gossip.Member;
import dev.starling.node.NodeId;

/**
 * The small machines beside the four great ones that follow the membership.
 *
 * @param contacts tells the table whom it can ask
 * @param peers writes down whom to rejoin by
 * @param replicas has services written again whose keepers changed
 */
record Followers(ContactFeed contacts, PeerBook peers, ReplicaWatch replicas) {

    void onMember(Member member, long nowNanos) {
        contacts.onMember(member, nowNanos);
        peers.onMember(nowNanos);
        replicas.onMember(nowNanos);
    }

    void onForgotten(NodeId id, long nowNanos) {
        contacts.onForgotten(id, nowNanos);
    }

    long nextDeadlineNanos() {
        return Math.min(peers.nextDeadlineNanos(), replicas.nextDeadlineNanos());
    }
}
