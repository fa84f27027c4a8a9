package dev.starling.gossip;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares whole tables on a stream, to repair what gossip missed (memberlist's anti-entropy):
 *
 * <ul>
 *   <li>with one random present member per push/pull period;
 *   <li>with one random dead member per reconnect period, for it may only have been cut off: its
 *       answer brings back the other side, and our accusations make it refute;
 *   <li>with a stranger from whom packets come, or one whose later life is unknown here, if no
 *       rumor has introduced it meanwhile; one stranger at a time, one per probe period.
 * </ul>
 *
 * <p>A table that has grown by an eighth since it was last compared is compared again within a
 * probe period, and twice more after that: where many join at once, each knows a part, and joining
 * parts is faster than waiting for a rumor of each. (Where a packet takes 5 ms, 2,000 nodes that
 * join one seed at once all see all after 3 s; 400 after 2 s instead of 8, with fewer bytes.)
 *
 * <p>A table that is too large for a frame goes in parts, each valid by itself; the last asks.
 */
final class PushPull {

    /**
     * With {@link #NOTICES_PER_PART}, the largest rows and notices fill a frame to nine tenths:
     * 2,000 * 214 + 900 * 569 bytes.
     */
    static final int STATES_PER_PART = 2_000;

    static final int NOTICES_PER_PART = 900;

    /** Growth by more than one in so many since the last comparison makes the next one urgent. */
    private static final int GROWTH = 8;

    /**
     * So many comparisons follow a probe period apart once the table grows no more: after the first
     * one, a few in a thousand still missed somebody, and would wait for a whole period.
     */
    private static final int SETTLING = 2;

    /** Of how many whom we asked last an answer is expected: one for each reason to ask. */
    private static final int PARTNERS = 3;

    private record Stranger(Sender sender, long askNanos) {}

    private final GossipConfig config;
    private final Members members;
    private final Dissemination dissemination;
    private final Self self;
    private final Chance chance;

    private final ArrayDeque<NodeId> partners = new ArrayDeque<>();
    private Optional<Stranger> stranger = Optional.empty();
    private long nextStrangerNanos;
    private long nextSyncNanos;
    private int sizeAtSync;
    private int settlingSyncs;
    private long nextReconnectNanos;

    PushPull(
            GossipConfig config,
            Members members,
            Dissemination dissemination,
            Self self,
            Chance chance) {
        this.config = config;
        this.members = members;
        this.dissemination = dissemination;
        this.self = self;
        this.chance = chance;
        this.nextSyncNanos = chance.below(config.pushPullPeriodNanos());
        this.nextReconnectNanos = chance.below(config.reconnectPeriodNanos());
    }

    /** Shows our table to whoever is there and asks for theirs. */
    void ask(Endpoint to, long nowNanos, Consumer<GossipEffect> out) {
        send(to, true, nowNanos, out);
    }

    /** Takes in a part of another's table, and shows ours if that is wanted. */
    void on(
            Sender sender,
            SwimMessage.Snapshot snapshot,
            long nowNanos,
            Consumer<GossipEffect> out) {
        for (MemberState state : snapshot.states()) {
            MemberRecord record = state.record();
            if (record.id().equals(self.id())) {
                Rumor rumor = Members.rumor(record, state.status(), state.accuser());
                self.hear(rumor, sender.endpoint(), nowNanos, out);
            } else {
                members.merge(state, sender.id(), nowNanos, out);
            }
        }
        for (Notice notice : snapshot.notices()) {
            if (!notice.origin().equals(self.id())) members.hear(notice, out);
        }
        syncSoonIfGrown(nowNanos);
        if (snapshot.isReplyWanted()) send(sender.endpoint(), false, nowNanos, out);
    }

    /** Whether an answer of {@code by} was due to this machine, rather than to a join. */
    boolean takesAnswer(NodeId by) {
        return partners.removeFirstOccurrence(by);
    }

    /** Notes a stranger, unless one is waited for already. */
    void meet(Sender sender, long nowNanos) {
        if (stranger.isPresent() || nextStrangerNanos == Long.MAX_VALUE) return;
        long askNanos = Math.max(nowNanos + config.gossipPeriodNanos(), nextStrangerNanos);
        stranger = Optional.of(new Stranger(sender, askNanos));
    }

    void tick(long nowNanos, Consumer<GossipEffect> out) {
        if (nowNanos >= nextSyncNanos) sync(nowNanos, out);
        if (nowNanos >= nextReconnectNanos) reconnect(nowNanos, out);
        if (nowNanos >= strangerNanos()) askStranger(nowNanos, out);
    }

    long nextDeadlineNanos() {
        return Math.min(Math.min(nextSyncNanos, nextReconnectNanos), strangerNanos());
    }

    /** Asks nobody any more; goes on answering. */
    void stop() {
        nextSyncNanos = Long.MAX_VALUE;
        nextReconnectNanos = Long.MAX_VALUE;
        nextStrangerNanos = Long.MAX_VALUE;
        stranger = Optional.empty();
    }

    private void sync(long nowNanos, Consumer<GossipEffect> out) {
        settlingSyncs = isGrown() ? SETTLING : Math.max(0, settlingSyncs - 1);
        long periodNanos =
                settlingSyncs > 0 ? config.probePeriodNanos() : config.pushPullPeriodNanos();
        nextSyncNanos = nowNanos + periodNanos;
        sizeAtSync = members.size();
        for (NodeId partner : members.probeOrder().pick(1, chance, id -> true)) {
            ask(partner, nowNanos, out);
        }
    }

    private void syncSoonIfGrown(long nowNanos) {
        if (!isGrown() || nextSyncNanos == Long.MAX_VALUE) return;
        long soonNanos = nowNanos + chance.below(config.probePeriodNanos());
        nextSyncNanos = Math.min(nextSyncNanos, soonNanos);
    }

    private boolean isGrown() {
        return members.size() - sizeAtSync > members.size() / GROWTH;
    }

    private void reconnect(long nowNanos, Consumer<GossipEffect> out) {
        nextReconnectNanos = nowNanos + config.reconnectPeriodNanos();
        members.retention()
                .pick(Long.MIN_VALUE, chance)
                .ifPresent(dead -> ask(dead, nowNanos, out));
    }

    private void askStranger(long nowNanos, Consumer<GossipEffect> out) {
        Sender sender = stranger.orElseThrow().sender();
        stranger = Optional.empty();
        boolean isKnownNow =
                members.row(sender.id())
                        .filter(row -> !isLater(sender.epoch(), row.record().epoch()))
                        .isPresent();
        if (isKnownNow) return;
        nextStrangerNanos = nowNanos + config.probePeriodNanos();
        remember(sender.id());
        ask(sender.endpoint(), nowNanos, out);
    }

    private long strangerNanos() {
        return stranger.map(Stranger::askNanos).orElse(Long.MAX_VALUE);
    }

    private static boolean isLater(long epoch, long knownEpoch) {
        return Long.compareUnsigned(epoch, knownEpoch) > 0;
    }

    private void ask(NodeId partner, long nowNanos, Consumer<GossipEffect> out) {
        remember(partner);
        ask(members.row(partner).orElseThrow().record().endpoint(), nowNanos, out);
    }

    private void remember(NodeId partner) {
        if (partners.size() == PARTNERS) partners.removeFirst();
        partners.addLast(partner);
    }

    private void send(
            Endpoint to, boolean isReplyWanted, long nowNanos, Consumer<GossipEffect> out) {
        List<MemberState> states = new ArrayList<>(members.size() + 1);
        states.add(self.state());
        states.addAll(members.states(nowNanos));
        List<Notice> notices = dissemination.notices();
        int parts =
                Math.max(
                        Math.ceilDiv(states.size(), STATES_PER_PART),
                        Math.ceilDiv(notices.size(), NOTICES_PER_PART));
        for (int part = 0; part < parts; part++) {
            boolean isAsking = isReplyWanted && part == parts - 1;
            SwimMessage.Snapshot snapshot =
                    new SwimMessage.Snapshot(
                            isAsking,
                            slice(states, part, STATES_PER_PART),
                            slice(notices, part, NOTICES_PER_PART));
            out.accept(new GossipEffect.Send(to, Carrier.STREAM, List.of(snapshot)));
        }
    }

    private static <T> List<T> slice(List<T> all, int part, int size) {
        int from = Math.min(part * size, all.size());
        return all.subList(from, Math.min(from + size, all.size()));
    }
}
