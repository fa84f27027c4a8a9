package dev.starling.gossip;

import dev.starling.gossip.order.RateLimit;
import dev.starling.node.Sender;

import java.util.function.Consumer;

/**
 * Compares whom a packet is from with what is believed of it, and sets right what differs.
 *
 * <p>A stranger, or a later life than is known, is compared tables with. One who asks us something
 * although it is held to be dead or gone, or who speaks in an earlier life than is known, is told
 * so, that it may refute: once per probe period and sender, and never in answer to news, so that
 * two who hold each other dead do not tell each other for ever (foca's lesson of version 0.12).
 */
final class Corrections {

    /** So many senders are limited one by one; a guess. */
    private static final int MOST_SENDERS = 1_024;

    private final Members members;
    private final Gossiping gossiping;
    private final PushPull pushPull;
    private final RateLimit tellings;

    Corrections(GossipConfig config, Members members, Gossiping gossiping, PushPull pushPull) {
        this.members = members;
        this.gossiping = gossiping;
        this.pushPull = pushPull;
        this.tellings = new RateLimit(config.probePeriodNanos(), MOST_SENDERS);
    }

    /** Before {@code message} is dealt with. */
    void on(Sender sender, SwimMessage message, long nowNanos, Consumer<GossipEffect> out) {
        members.row(sender.id())
                .ifPresentOrElse(
                        row -> compare(row, sender, message, nowNanos, out),
                        () -> meet(sender, message, nowNanos));
    }

    private void compare(
            Members.Row row,
            Sender sender,
            SwimMessage message,
            long nowNanos,
            Consumer<GossipEffect> out) {
        int order = Long.compareUnsigned(sender.epoch(), row.record().epoch());
        if (order > 0) meet(sender, message, nowNanos);
        boolean isWrong = order < 0 || order == 0 && !row.isPresent();
        if (isWrong && isQuestion(message) && tellings.allows(sender.id(), nowNanos)) {
            gossiping.tell(row.rumor(), sender.endpoint(), out);
        }
    }

    private void meet(Sender sender, SwimMessage message, long nowNanos) {
        boolean introducesItself = message instanceof SwimMessage.Snapshot;
        if (!introducesItself && members.hasRoom()) pushPull.meet(sender, nowNanos);
    }

    private static boolean isQuestion(SwimMessage message) {
        return switch (message) {
            case SwimMessage.Ping ping -> true;
            case SwimMessage.PingReq request -> true;
            case SwimMessage.Snapshot snapshot -> snapshot.isReplyWanted();
            case SwimMessage.Ack ack -> false;
            case SwimMessage.Rumors rumors -> false;
            case SwimMessage.Notices notices -> false;
        };
    }
}
