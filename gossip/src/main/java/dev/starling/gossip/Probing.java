package dev.starling.gossip;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;

import java.util.List;
import java.util.function.Consumer;

/**
 * Asks one member per period whether it is alive, and says so when nobody can tell (SWIM §3.1).
 *
 * <pre>
 *  Resting --period over--> Direct --no ack in time--> Indirect --period over--> suspected, next
 *     ^                       |                           |
 *     +--------- ack ---------+----------- ack -----------+
 * </pre>
 *
 * <p>Together with the helpers the target itself is asked once more on a stream, as memberlist
 * does: a host whose datagrams are filtered is not dead. An ack counts until the period ends, from
 * the target or from a helper that was asked for this probe.
 *
 * <p>Time is nanoseconds since this node started and never falls. A tick that comes late, after a
 * pause of ours, does not shorten the time that the helpers get.
 */
final class Probing {

    /** Who is asked, and which statement of its life is in doubt if it does not answer. */
    private record Probe(NodeId target, long epoch, long incarnation, long sequence) {}

    private sealed interface Phase {

        long deadlineNanos();

        record Resting(long deadlineNanos) implements Phase {}

        record Direct(Probe probe, long deadlineNanos, long periodEndNanos) implements Phase {}

        record Indirect(Probe probe, List<NodeId> helpers, long deadlineNanos) implements Phase {}
    }

    /** A sequence starts somewhere below this, so that acks to an earlier life do not match. */
    static final long SEQUENCE_STARTS = 1 << 20;

    private final GossipConfig config;
    private final Members members;
    private final Gossiping gossiping;
    private final Chance chance;

    private Phase phase;
    private long sequence;

    Probing(GossipConfig config, Members members, Gossiping gossiping, Chance chance) {
        this.config = config;
        this.members = members;
        this.gossiping = gossiping;
        this.chance = chance;
        this.sequence = chance.below(SEQUENCE_STARTS);
        this.phase = new Phase.Resting(chance.below(config.probePeriodNanos()));
    }

    void on(Sender sender, SwimMessage.Ack ack) {
        switch (phase) {
            case Phase.Resting resting -> {}
            case Phase.Direct direct -> {
                if (isAnswer(direct.probe(), List.of(), sender, ack)) {
                    phase = new Phase.Resting(direct.periodEndNanos());
                }
            }
            case Phase.Indirect indirect -> {
                if (isAnswer(indirect.probe(), indirect.helpers(), sender, ack)) {
                    phase = new Phase.Resting(indirect.deadlineNanos());
                }
            }
        }
    }

    void tick(long nowNanos, Consumer<GossipEffect> out) {
        if (nowNanos < phase.deadlineNanos()) return;
        switch (phase) {
            case Phase.Resting resting -> startProbe(nowNanos, out);
            case Phase.Direct direct -> askHelpers(direct, nowNanos, out);
            case Phase.Indirect indirect -> {
                giveUp(indirect.probe(), nowNanos, out);
                startProbe(nowNanos, out);
            }
        }
    }

    long nextDeadlineNanos() {
        return phase.deadlineNanos();
    }

    /** Watches nobody any more. */
    void stop() {
        phase = new Phase.Resting(Long.MAX_VALUE);
    }

    private static boolean isAnswer(
            Probe probe, List<NodeId> helpers, Sender sender, SwimMessage.Ack ack) {
        boolean isAsked = sender.id().equals(probe.target()) || helpers.contains(sender.id());
        return isAsked && ack.sequence() == probe.sequence();
    }

    private void startProbe(long nowNanos, Consumer<GossipEffect> out) {
        long periodEndNanos = nowNanos + config.probePeriodNanos();
        if (members.probeOrder().size() == 0) {
            phase = new Phase.Resting(periodEndNanos);
            return;
        }
        MemberRecord target = members.row(members.probeOrder().next()).orElseThrow().record();
        sequence++;
        Probe probe = new Probe(target.id(), target.epoch(), target.incarnation(), sequence);
        phase = new Phase.Direct(probe, nowNanos + config.probeTimeoutNanos(), periodEndNanos);
        SwimMessage.Ping ping = new SwimMessage.Ping(sequence, target.id());
        gossiping.send(target.id(), target.endpoint(), ping, out);
    }

    private void askHelpers(Phase.Direct direct, long nowNanos, Consumer<GossipEffect> out) {
        Probe probe = direct.probe();
        long windowNanos = config.probePeriodNanos() - config.probeTimeoutNanos();
        long deadlineNanos = Math.max(direct.periodEndNanos(), nowNanos + windowNanos);
        List<NodeId> helpers =
                members.probeOrder().pick(config.helpers(), chance, id -> mayHelp(id, probe));
        phase = new Phase.Indirect(probe, helpers, deadlineNanos);
        members.row(probe.target()).ifPresent(row -> ask(probe, row.record(), helpers, out));
    }

    private boolean mayHelp(NodeId id, Probe probe) {
        return !id.equals(probe.target()) && members.is(MemberStatus.ALIVE, id);
    }

    private void ask(
            Probe probe, MemberRecord target, List<NodeId> helpers, Consumer<GossipEffect> out) {
        SwimMessage.PingReq request =
                new SwimMessage.PingReq(probe.sequence(), target.id(), target.endpoint());
        for (NodeId helper : helpers) {
            MemberRecord asked = members.row(helper).orElseThrow().record();
            gossiping.send(helper, asked.endpoint(), request, out);
        }
        SwimMessage.Ping ping = new SwimMessage.Ping(probe.sequence(), target.id(), Carrier.STREAM);
        out.accept(new GossipEffect.Send(target.endpoint(), Carrier.STREAM, List.of(ping)));
    }

    /** Whoever has left or refuted since it was asked has outdone this suspicion by that. */
    private void giveUp(Probe probe, long nowNanos, Consumer<GossipEffect> out) {
        Rumor suspicion =
                new Rumor.Suspect(
                        probe.target(), probe.epoch(), probe.incarnation(), members.self());
        members.hear(suspicion, nowNanos, out);
    }
}
