package dev.starling.gossip;

import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries news out: behind every datagram that goes out anyway (SWIM §3.2), and in datagrams of its
 * own once per gossip period while there is any (memberlist's addition, so that news is not as slow
 * as probing).
 *
 * <p>After a quiet period the first news leaves at once. When there is nothing to tell there is no
 * deadline either: a fleet at peace costs only its probes.
 *
 * <p>Whoever is held suspect or dead reads that first in whatever reaches it, for it alone can
 * refute (the buddy system of Lifeguard). The newly dead are also told on each tick.
 */
final class Gossiping {

    /** For so many probe periods the newly dead are told: memberlist's 30 s. */
    private static final int TELL_DEAD_PERIODS = 30;

    private final GossipConfig config;
    private final Members members;
    private final Dissemination dissemination;
    private final Chance chance;

    private long nextTickNanos;

    Gossiping(GossipConfig config, Members members, Dissemination dissemination, Chance chance) {
        this.config = config;
        this.members = members;
        this.dissemination = dissemination;
        this.chance = chance;
    }

    /** Sends {@code message} in a datagram, with as much news behind it as fits. */
    void send(NodeId to, Endpoint endpoint, SwimMessage message, Consumer<GossipEffect> out) {
        List<SwimMessage> packet = new ArrayList<>(3);
        packet.add(message);
        int budgetBytes = Limits.DATAGRAM_MESSAGES_BYTES - SwimCodec.MOST_QUESTION_BYTES;
        dissemination.ride(packet, accusation(to), budgetBytes);
        out.accept(new GossipEffect.Send(endpoint, Carrier.DATAGRAM, packet));
    }

    /** Sends {@code first} in a datagram, with as much other news behind it as fits. */
    void tell(Rumor first, Endpoint endpoint, Consumer<GossipEffect> out) {
        send(List.of(first), endpoint, out);
    }

    /** Does not wait for the period to end. */
    void hurry(long nowNanos, Consumer<GossipEffect> out) {
        nextTickNanos = nowNanos;
        tick(nowNanos, out);
    }

    void tick(long nowNanos, Consumer<GossipEffect> out) {
        if (nowNanos < nextDeadlineNanos()) return;
        nextTickNanos = nowNanos + config.gossipPeriodNanos();
        for (NodeId id : members.probeOrder().pick(config.gossipFanout(), chance, id -> true)) {
            gossipTo(id, out);
        }
        long recentlyNanos = nowNanos - TELL_DEAD_PERIODS * config.probePeriodNanos();
        members.retention().pick(recentlyNanos, chance).ifPresent(dead -> gossipTo(dead, out));
    }

    long nextDeadlineNanos() {
        boolean isQuiet = dissemination.isEmpty() || members.probeOrder().size() == 0;
        return isQuiet ? Long.MAX_VALUE : nextTickNanos;
    }

    private void gossipTo(NodeId id, Consumer<GossipEffect> out) {
        Endpoint endpoint = members.row(id).orElseThrow().record().endpoint();
        send(accusation(id), endpoint, out);
    }

    private void send(List<Rumor> first, Endpoint endpoint, Consumer<GossipEffect> out) {
        List<SwimMessage> packet = new ArrayList<>(2);
        dissemination.ride(packet, first, Limits.DATAGRAM_MESSAGES_BYTES);
        if (packet.isEmpty()) return;
        out.accept(new GossipEffect.Send(endpoint, Carrier.DATAGRAM, packet));
    }

    private List<Rumor> accusation(NodeId to) {
        boolean isAccused =
                members.is(MemberStatus.SUSPECT, to) || members.is(MemberStatus.DEAD, to);
        return isAccused ? List.of(members.row(to).orElseThrow().rumor()) : List.of();
    }
}
