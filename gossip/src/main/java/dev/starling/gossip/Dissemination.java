package dev.starling.gossip;

import dev.starling.gossip.order.SpreadQueue;
import dev.starling.gossip.order.TopicTable;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;

/**
 * What this node still has to tell: rumors, one per subject, and notices, one per origin and topic;
 * and the notices that it knows (SWIM §3.2, §4.1).
 *
 * <p>Everything is told {@code retransmitMultiplier * ceil(log10(N + 1))} times, which reaches
 * everybody with high probability (SWIM §3.2), and then dropped. Rumors go first, for a suspect's
 * time is running; but into every fourth packet that both want notices choose first, so that a
 * storm of rumors delays them and does not silence them.
 */
final class Dissemination {

    private static final int NOTICES_FIRST_EVERY = 4;

    private record Topic(NodeId origin, int topic) {}

    private final int retransmitMultiplier;
    private final SpreadQueue<NodeId, Rumor> rumors = new SpreadQueue<>();
    private final SpreadQueue<Topic, Notice> notices = new SpreadQueue<>();
    private final TopicTable<Notice> known = new TopicTable<>(Notice::origin, Notice::topic);

    private int retransmitLimit;
    private int contestedPackets;

    Dissemination(int retransmitMultiplier) {
        this.retransmitMultiplier = retransmitMultiplier;
        resize(1);
    }

    /** How often each is told in a fleet of {@code members}: ceil(log10(N + 1)) are N's digits. */
    void resize(int members) {
        int digits = 1;
        for (int rest = members; rest >= 10; rest /= 10) digits++;
        retransmitLimit = retransmitMultiplier * digits;
    }

    boolean isEmpty() {
        return rumors.isEmpty() && notices.isEmpty();
    }

    /** Tells this next, in place of whatever was to be told of its subject. */
    void spread(Rumor rumor) {
        rumors.put(rumor.subject(), rumor, SwimCodec.sizeOf(rumor));
    }

    /** Makes a new version of this node's own notice and tells it. */
    void publish(MemberRecord self, int topic, Bytes payload) {
        long version = known.get(self.id(), topic).map(last -> last.version() + 1).orElse(0L);
        Notice notice = new Notice(self.id(), topic, self.epoch(), version, payload);
        if (!known.put(notice)) {
            throw new IllegalArgumentException(
                    "a node has at most " + TopicTable.MOST_TOPICS + " topics; one more: " + topic);
        }
        spread(notice);
    }

    /** Says this node's own notices again under its new epoch, for the old ones are outdated. */
    void republish(MemberRecord self) {
        List<Notice> own = new ArrayList<>();
        known.remove(self.id(), own::add);
        for (Notice notice : own) publish(self, notice.topic(), notice.payload());
    }

    /** Keeps and tells {@code notice} if it is news; whether it was. */
    boolean hear(Notice notice) {
        boolean isOld =
                known.get(notice.origin(), notice.topic())
                        .filter(held -> !notice.supersedes(held))
                        .isPresent();
        if (isOld || !known.put(notice)) return false;
        spread(notice);
        return true;
    }

    private void spread(Notice notice) {
        Topic slot = new Topic(notice.origin(), notice.topic());
        notices.put(slot, notice, SwimCodec.sizeOf(notice));
    }

    /** The last notice of everybody on everything. */
    List<Notice> notices() {
        List<Notice> all = new ArrayList<>(known.size());
        known.forEach(all::add);
        return all;
    }

    /** Drops what is known of one who is no longer remembered. */
    void forget(NodeId subject) {
        rumors.remove(subject);
        known.remove(subject, notice -> notices.remove(new Topic(subject, notice.topic())));
    }

    /**
     * Fills up a packet: appends one {@link SwimMessage.Rumors} that begins with {@code told}, and
     * one {@link SwimMessage.Notices}, as far as there is something and it fits.
     */
    void ride(List<SwimMessage> packet, List<Rumor> told, int budgetBytes) {
        List<Rumor> toldRumors = new ArrayList<>(told);
        List<Notice> toldNotices = new ArrayList<>();
        int left = budgetBytes - 2 * SwimCodec.LIST_OVERHEAD_BYTES;
        for (Rumor rumor : told) left -= SwimCodec.sizeOf(rumor);
        boolean mayNoticesChooseFirst = mayNoticesChooseFirst();
        if (mayNoticesChooseFirst) left -= take(toldNotices, left);
        int mostRumors = SwimCodec.MOST_RUMORS - told.size();
        left -= rumors.take(left, mostRumors, retransmitLimit, toldRumors::add);
        if (!mayNoticesChooseFirst) take(toldNotices, left);
        if (!toldRumors.isEmpty()) packet.add(new SwimMessage.Rumors(toldRumors));
        if (!toldNotices.isEmpty()) packet.add(new SwimMessage.Notices(toldNotices));
    }

    private boolean mayNoticesChooseFirst() {
        if (rumors.isEmpty() || notices.isEmpty()) return false;
        contestedPackets++;
        return contestedPackets % NOTICES_FIRST_EVERY == 0;
    }

    private int take(List<Notice> into, int budgetBytes) {
        return notices.take(budgetBytes, SwimCodec.MOST_NOTICES, retransmitLimit, into::add);
    }

    int queuedRumors() {
        return rumors.size();
    }

    int queuedNotices() {
        return notices.size();
    }
}
