package dev.starling.agent.core;

import dev.starling.gossip.Member;
import dev.starling.gossip.MemberRecord;
import dev.starling.gossip.Membership;
import dev.starling.node.NodeId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when to write down whom to rejoin by after a restart without seeds: some time after the
 * members changed, so that a storm of joins costs a few writes.
 */
final class PeerBook {

    /** Enough that one of them lives; few enough that asking them all is cheap. */
    static final int MOST_PEERS = 16;

    private static final long DELAY_NANOS = Duration.ofSeconds(2).toNanos();

    private long saveAtNanos = Long.MAX_VALUE;

    void onMember(long nowNanos) {
        if (saveAtNanos == Long.MAX_VALUE) saveAtNanos = nowNanos + DELAY_NANOS;
    }

    void tick(long nowNanos, Membership membership, Consumer<AgentEffect> out) {
        if (nowNanos < saveAtNanos) return;
        saveAtNanos = Long.MAX_VALUE;
        List<MemberRecord> peers = nearest(membership);
        // An empty list would forget everybody the moment a host loses its network.
        if (!peers.isEmpty()) out.accept(new AgentEffect.SavePeers(peers));
    }

    long nextDeadlineNanos() {
        return saveAtNanos;
    }

    /** The present members behind us in id order, which spreads the choice over the fleet. */
    private static List<MemberRecord> nearest(Membership membership) {
        NodeId self = membership.self().id();
        List<MemberRecord> before = new ArrayList<>();
        List<MemberRecord> behind = new ArrayList<>();
        for (Member member : membership.members()) {
            if (!member.status().isPresent() || member.id().equals(self)) continue;
            (member.id().compareTo(self) > 0 ? behind : before).add(member.record());
        }
        behind.addAll(before);
        return List.copyOf(behind.subList(0, Math.min(MOST_PEERS, behind.size())));
    }
}
