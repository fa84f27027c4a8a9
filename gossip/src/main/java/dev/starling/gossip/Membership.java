package dev.starling.gossip;

import dev.starling.node.Bytes;
import dev.starling.node.Chance;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who is alive, as one node sees it: SWIM, pure. Messages, moments and wishes of this node's owner
 * come in; what is to be done about them goes out as {@link GossipEffect}.
 *
 * <p>Routes to the machines that do it and decides nothing itself:
 *
 * <pre>
 *   Probing        is one member alive?            Members        what is believed of all others
 *   Helping        is it, on another's behalf      Self           what this node says of itself
 *   Joining        getting to know the first       Dissemination  what is still to be told
 *   PushPull       comparing whole tables          Gossiping      carrying it out
 *   Corrections    senders who do not know better
 * </pre>
 *
 * <p>Not thread-safe. Time is nanoseconds since this node started and never falls.
 */
public final class Membership {

    private final Dissemination dissemination;
    private final Members members;
    private final Gossiping gossiping;
    private final Self self;
    private final Probing probing;
    private final Helping helping;
    private final PushPull pushPull;
    private final Joining joining;
    private final Corrections corrections;

    /**
     * @param self this node's first statement: its persisted epoch, incarnation 0
     * @param seed of all random choices; the same inputs with the same seed have the same effects
     */
    public Membership(GossipConfig config, MemberRecord self, long seed) {
        dissemination = new Dissemination(config.retransmitMultiplier());
        members = new Members(config, self, dissemination, Chance.stream(seed, "gossip.order"));
        Chance targets = Chance.stream(seed, "gossip.gossiping");
        gossiping = new Gossiping(config, members, dissemination, targets);
        this.self = new Self(config, self, members, dissemination, gossiping);
        Chance probes = Chance.stream(seed, "gossip.probing");
        probing = new Probing(config, members, gossiping, probes);
        helping = new Helping(config, gossiping, Chance.stream(seed, "gossip.helping"));
        Chance partners = Chance.stream(seed, "gossip.pushpull");
        pushPull = new PushPull(config, members, dissemination, this.self, partners);
        joining = new Joining(self.endpoint(), pushPull);
        corrections = new Corrections(config, members, gossiping, pushPull);
    }

    /**
     * Asks these seeds for who is there, until one of them answers. Seeds that are this node itself
     * are ignored, and so is everything once this node is leaving.
     */
    public void join(List<Endpoint> seeds, long nowNanos, Consumer<GossipEffect> out) {
        if (!isLeaving()) joining.join(seeds, nowNanos, out);
    }

    /**
     * Says goodbye, for good in this epoch. Pings are answered until {@link
     * GossipEffect.LeaveFinished} and after.
     */
    public void leave(long nowNanos, Consumer<GossipEffect> out) {
        probing.stop();
        pushPull.stop();
        joining.stop();
        self.leave(nowNanos, out);
    }

    /**
     * Spreads this node's newest word on a topic, in place of the last. More than {@code
     * TopicTable.MOST_TOPICS} topics, or a payload longer than {@link Notice#PAYLOAD_BYTES}, are an
     * {@link IllegalArgumentException}.
     */
    public void publish(int topic, Bytes payload, long nowNanos) {
        dissemination.publish(self.record(), topic, payload);
    }

    /** Takes in one message of a packet. What comes in our own name is an echo, and ignored. */
    public void on(Sender sender, SwimMessage message, long nowNanos, Consumer<GossipEffect> out) {
        if (sender.id().equals(self.id())) return;
        corrections.on(sender, message, nowNanos, out);
        switch (message) {
            case SwimMessage.Ping ping -> self.on(sender, ping, out);
            case SwimMessage.PingReq request -> onPingReq(sender, request, nowNanos, out);
            case SwimMessage.Ack ack -> {
                probing.on(sender, ack);
                helping.on(sender, ack, nowNanos, out);
            }
            case SwimMessage.Rumors rumors -> {
                for (Rumor rumor : rumors.rumors()) hear(sender, rumor, nowNanos, out);
            }
            case SwimMessage.Notices notices -> {
                for (Notice notice : notices.notices()) hear(notice, out);
            }
            case SwimMessage.Snapshot snapshot -> onSnapshot(sender, snapshot, nowNanos, out);
        }
    }

    /** Does what is due. Too early, or twice, is harmless. */
    public void tick(long nowNanos, Consumer<GossipEffect> out) {
        members.tick(nowNanos, out);
        probing.tick(nowNanos, out);
        joining.tick(nowNanos, out);
        pushPull.tick(nowNanos, out);
        gossiping.tick(nowNanos, out);
        self.tick(nowNanos, out);
    }

    /** When {@link #tick} has something to do next; {@link Long#MAX_VALUE} if nothing is due. */
    public long nextDeadlineNanos() {
        long next = Math.min(members.nextDeadlineNanos(), probing.nextDeadlineNanos());
        next = Math.min(next, Math.min(joining.nextDeadlineNanos(), pushPull.nextDeadlineNanos()));
        return Math.min(next, Math.min(gossiping.nextDeadlineNanos(), self.nextDeadlineNanos()));
    }

    /** What this node says of itself now. */
    public MemberRecord self() {
        return self.record();
    }

    public boolean isLeaving() {
        return self.isLeaving();
    }

    /** One remembered member; this node itself is alive, or left once it is leaving. */
    public Optional<Member> member(NodeId id) {
        if (id.equals(self.id())) return Optional.of(self.member());
        return members.row(id).map(Members.Row::member);
    }

    /** Everybody remembered, this node included, in id order. */
    public List<Member> members() {
        List<Member> all = new ArrayList<>(members.size() + 1);
        members.forEach(row -> {
            boolean isBehindSelf = row.id().compareTo(self.id()) > 0;
            if (isBehindSelf && isWithoutSelf(all)) all.add(self.member());
            all.add(row.member());
        });
        if (isWithoutSelf(all)) all.add(self.member());
        return all;
    }

    /** How many are alive or suspect, this node included. */
    public int presentCount() {
        return members.presentCount();
    }

    /** An {@link IllegalStateException} if what must agree does not. Takes time linear in N. */
    public void checkInvariants() {
        members.checkInvariants();
    }

    private boolean isWithoutSelf(List<Member> all) {
        return all.isEmpty() || all.getLast().id().compareTo(self.id()) < 0;
    }

    private void hear(Sender sender, Rumor rumor, long nowNanos, Consumer<GossipEffect> out) {
        if (rumor.subject().equals(self.id())) {
            self.hear(rumor, sender.endpoint(), nowNanos, out);
        } else {
            members.hear(rumor, nowNanos, out);
        }
    }

    private void hear(Notice notice, Consumer<GossipEffect> out) {
        if (!notice.origin().equals(self.id())) members.hear(notice, out);
    }

    private void onPingReq(
            Sender sender, SwimMessage.PingReq request, long nowNanos, Consumer<GossipEffect> out) {
        if (request.target().equals(self.id())) {
            self.on(sender, new SwimMessage.Ping(request.sequence(), self.id()), out);
        } else {
            helping.on(sender, request, nowNanos, out);
        }
    }

    private void onSnapshot(
            Sender sender,
            SwimMessage.Snapshot snapshot,
            long nowNanos,
            Consumer<GossipEffect> out) {
        pushPull.on(sender, snapshot, nowNanos, out);
        if (snapshot.isReplyWanted()) return;
        joining.onAnswer(sender, pushPull.takesAnswer(sender.id()), out);
    }
}
