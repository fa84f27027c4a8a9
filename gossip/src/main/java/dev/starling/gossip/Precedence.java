package dev.starling.gossip;

/**
 * Which of two pieces of news about one member holds: higher epoch, then higher incarnation, then
 * the status further down in {@link MemberStatus} (SWIM §4.2, with lives added: a restart begins a
 * new epoch, so nothing said of the last life touches it).
 *
 * <p>The order is total, so that all who have heard the same news believe the same, in whatever
 * order they heard it. Epochs and incarnations are unsigned 64-bit numbers.
 */
final class Precedence {

    private Precedence() {}

    /** Whether {@code news} changes what is held of its subject; what is equal does not. */
    static boolean supersedes(Rumor news, MemberRecord held, MemberStatus heldStatus) {
        int order = Long.compareUnsigned(news.epoch(), held.epoch());
        if (order == 0) order = Long.compareUnsigned(news.incarnation(), held.incarnation());
        if (order == 0) order = news.status().compareTo(heldStatus);
        return order > 0;
    }
}
