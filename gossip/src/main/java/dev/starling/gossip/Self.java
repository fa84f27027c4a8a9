package dev.starling.gossip;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Carrier;

import java.util.List;
import java.util.function.Consumer;

/**
 * What this node says of itself: that it is alive, that whoever says otherwise is wrong (SWIM
 * §4.2), and goodbye.
 *
 * <pre>
 *   Staying --leave--> Leaving --linger over, or nobody there--> Gone
 * </pre>
 *
 * <p>An accusation of this life is answered with an incarnation above it; one that is already
 * outdone is not, so that two stale accusations do not cost two incarnations. News of a later life
 * means that this node's epoch was rolled back: it goes on under a later one still. While leaving,
 * the answer to either is goodbye again.
 */
final class Self {

    private sealed interface Phase {

        record Staying() implements Phase {}

        record Leaving(long untilNanos) implements Phase {}

        record Gone() implements Phase {}
    }

    /** The highest unsigned number: nothing outranks it. */
    private static final long UTMOST = -1L;

    private final GossipConfig config;
    private final Members members;
    private final Dissemination dissemination;
    private final Gossiping gossiping;

    private MemberRecord record;
    private Phase phase = new Phase.Staying();
    private long sinceNanos;
    private long mayOvertakeNanos;

    Self(
            GossipConfig config,
            MemberRecord record,
            Members members,
            Dissemination dissemination,
            Gossiping gossiping) {
        this.config = config;
        this.record = record;
        this.members = members;
        this.dissemination = dissemination;
        this.gossiping = gossiping;
        dissemination.spread(statement());
    }

    NodeId id() {
        return record.id();
    }

    MemberRecord record() {
        return record;
    }

    Member member() {
        return new Member(record, status(), sinceNanos);
    }

    /** This node's own row in the table that it shows to others. */
    MemberState state() {
        return new MemberState(record, status(), record.id());
    }

    boolean isLeaving() {
        return !(phase instanceof Phase.Staying);
    }

    /** "I am." */
    void on(Sender prober, SwimMessage.Ping ping, Consumer<GossipEffect> out) {
        if (!ping.target().equals(record.id())) return;
        SwimMessage.Ack ack = new SwimMessage.Ack(ping.sequence());
        switch (ping.answerBy()) {
            case DATAGRAM -> gossiping.send(prober.id(), prober.endpoint(), ack, out);
            case STREAM ->
                    out.accept(
                            new GossipEffect.Send(prober.endpoint(), Carrier.STREAM, List.of(ack)));
        }
    }

    /**
     * Hears what is said of this node and outdoes it if need be.
     *
     * @param teller who said it: is answered at once, for it may count us among the dead
     */
    void hear(Rumor rumor, Endpoint teller, long nowNanos, Consumer<GossipEffect> out) {
        int life = Long.compareUnsigned(rumor.epoch(), record.epoch());
        boolean isOutdone =
                life > 0
                        ? beginLife(rumor.epoch(), nowNanos, out)
                        : life == 0 && isAgainstUs(rumor) && outdo(rumor, nowNanos, out);
        if (!isOutdone) return;
        gossiping.tell(statement(), teller, out);
        dissemination.spread(statement());
        gossiping.tick(nowNanos, out);
    }

    /** Says goodbye, to a few at once and to all by gossip. */
    void leave(long nowNanos, Consumer<GossipEffect> out) {
        if (isLeaving()) return;
        phase = new Phase.Leaving(nowNanos + config.leaveLingerNanos());
        sinceNanos = nowNanos;
        dissemination.spread(statement());
        gossiping.hurry(nowNanos, out);
        if (members.presentCount() == 1) finish(out);
    }

    void tick(long nowNanos, Consumer<GossipEffect> out) {
        if (nowNanos >= nextDeadlineNanos()) finish(out);
    }

    long nextDeadlineNanos() {
        return phase instanceof Phase.Leaving leaving ? leaving.untilNanos() : Long.MAX_VALUE;
    }

    private void finish(Consumer<GossipEffect> out) {
        phase = new Phase.Gone();
        out.accept(new GossipEffect.LeaveFinished());
    }

    private MemberStatus status() {
        return isLeaving() ? MemberStatus.LEFT : MemberStatus.ALIVE;
    }

    private Rumor statement() {
        return Members.rumor(record, status(), record.id());
    }

    /** Whether others could believe this rather than what this node says. */
    private boolean isAgainstUs(Rumor rumor) {
        int order = Long.compareUnsigned(rumor.incarnation(), record.incarnation());
        return order > 0 || order == 0 && rumor.status().compareTo(status()) > 0;
    }

    private boolean outdo(Rumor rumor, long nowNanos, Consumer<GossipEffect> out) {
        if (rumor.incarnation() == UTMOST) return beginLife(record.epoch(), nowNanos, out);
        record = record.withIncarnation(rumor.incarnation() + 1);
        return true;
    }

    /**
     * Goes on under an epoch above {@code epoch}. Once per probe period: two copies of one data
     * directory would else drive each other up, and their disks with it, as fast as packets travel.
     */
    private boolean beginLife(long epoch, long nowNanos, Consumer<GossipEffect> out) {
        if (epoch == UTMOST || nowNanos < mayOvertakeNanos) return false;
        mayOvertakeNanos = nowNanos + config.probePeriodNanos();
        record = record.withLife(epoch + 1, 0);
        dissemination.republish(record);
        out.accept(new GossipEffect.EpochOvertaken(epoch + 1));
        return true;
    }
}
