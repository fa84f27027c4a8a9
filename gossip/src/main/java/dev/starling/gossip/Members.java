package dev.starling.gossip;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.gossip.order.Names;
import dev.starling.gossip.order.PrefixTable;
import dev.starling.gossip.order.ProbeOrder;
import dev.starling.gossip.order.Retention;
import dev.starling.gossip.order.Suspicions;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What this node believes of every other: the table, and the one funnel for whatever changes in it.
 *
 * <pre>
 *   unknown --Alive--> ALIVE --Suspect--> SUSPECT --Dead, or time over--> DEAD
 *                        ^                   |                             |
 *                        +---- Alive of a higher incarnation or epoch -----+
 *
 *   any --Left--> LEFT --Alive of a higher epoch--> ALIVE
 *   DEAD, LEFT --retention over--> unknown
 * </pre>
 *
 * <p>All news that is accepted is passed on. At {@code mostMembers} a newcomer takes the place of
 * the one who has been gone for longest; if all are present it is not taken in.
 */
final class Members {

    /**
     * One member.
     *
     * @param accuser who suspected it or declared it dead; itself otherwise
     */
    record Row(MemberRecord record, MemberStatus status, NodeId accuser, long sinceNanos) {

        NodeId id() {
            return record.id();
        }

        boolean isPresent() {
            return status.isPresent();
        }

        Member member() {
            return new Member(record, status, sinceNanos);
        }

        /** What this node tells others of the member. */
        Rumor rumor() {
            return Members.rumor(record, status, accuser);
        }
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MemberRecord self;
    private final GossipConfig config;
    private final Dissemination dissemination;
    private final PrefixTable<Row> rows = new PrefixTable<>();
    private final ProbeOrder probeOrder;
    private final Suspicions suspicions;
    private final Retention retention;
    private final Names names = new Names();

    Members(GossipConfig config, MemberRecord self, Dissemination dissemination, Chance chance) {
        this.self = self;
        this.config = config;
        this.dissemination = dissemination;
        this.probeOrder = new ProbeOrder(chance);
        this.suspicions = new Suspicions(config.suspicionMultiplier(), config.probePeriodNanos());
        this.retention = new Retention(config.deadRetentionNanos());
        names.add(self.name(), self.id());
    }

    /** Believes a rumor about another if it is news. Of strangers only their own words count. */
    void hear(Rumor news, long nowNanos, Consumer<GossipEffect> out) {
        int at = find(news.subject());
        if (at >= 0) {
            hear(at, news, nowNanos, out);
        } else if (news instanceof Rumor.Alive alive) {
            MemberRecord record = alive.record();
            Row row = new Row(record, MemberStatus.ALIVE, record.id(), nowNanos);
            if (admit(row, nowNanos, out)) dissemination.spread(news);
        }
    }

    private void hear(int at, Rumor news, long nowNanos, Consumer<GossipEffect> out) {
        Row held = rows.at(at);
        if (!Precedence.supersedes(news, held.record(), held.status())) return;
        replace(at, successor(held, news, nowNanos), nowNanos, out);
        dissemination.spread(news);
    }

    /** Believes a notice if it is news and from somebody known: others could be made up at will. */
    void hear(Notice notice, Consumer<GossipEffect> out) {
        if (find(notice.origin()) >= 0 && dissemination.hear(notice)) {
            out.accept(new GossipEffect.NoticeArrived(notice));
        }
    }

    /**
     * Believes a row of another's table if it is news.
     *
     * <p>Who is dead there and present here is only suspected, with the accuser kept, so that it
     * can refute: else one packet after a healed cut would kill half a fleet. Strangers are taken
     * in without being passed on, except the teller itself: whoever tells of them has told others
     * too, and a newcomer would repeat the whole table to those it has it from.
     */
    void merge(MemberState state, NodeId teller, long nowNanos, Consumer<GossipEffect> out) {
        MemberRecord record = state.record();
        int at = find(record.id());
        if (at >= 0) {
            Row held = rows.at(at);
            if (isBelieved(state, held)) return;
            boolean mayRefute = state.status() == MemberStatus.DEAD && held.isPresent();
            MemberStatus status = mayRefute ? MemberStatus.SUSPECT : state.status();
            hear(at, rumor(record, status, state.accuser()), nowNanos, out);
        } else if (state.status().isPresent() || isWorthRemembering(state)) {
            long sinceNanos = nowNanos - (state.status().isPresent() ? 0 : ageNanos(state));
            Row row = new Row(record, state.status(), state.accuser(), sinceNanos);
            boolean isAdmitted = admit(row, nowNanos, out);
            if (isAdmitted && record.id().equals(teller)) dissemination.spread(row.rumor());
        }
    }

    /**
     * Declares dead whose time to refute is over, forgets who has been gone for long. A suspicion
     * that was refuted meanwhile is outdone as any old news is.
     */
    void tick(long nowNanos, Consumer<GossipEffect> out) {
        for (Suspicions.Suspicion over : suspicions.expired(nowNanos)) {
            NodeId subject = over.subject();
            hear(
                    new Rumor.Dead(subject, over.epoch(), over.incarnation(), self.id()),
                    nowNanos,
                    out);
        }
        while (retention.nextDeadlineNanos() <= nowNanos) forgetOldest(out);
    }

    long nextDeadlineNanos() {
        return Math.min(suspicions.nextDeadlineNanos(), retention.nextDeadlineNanos());
    }

    Optional<Row> row(NodeId id) {
        int at = find(id);
        return at < 0 ? Optional.empty() : Optional.of(rows.at(at));
    }

    boolean isPresent(NodeId id) {
        int at = find(id);
        return at >= 0 && rows.at(at).isPresent();
    }

    /** Whether this id is believed to be in this state. */
    boolean is(MemberStatus status, NodeId id) {
        int at = find(id);
        return at >= 0 && rows.at(at).status() == status;
    }

    /** Calls {@code each} with every row, in id order. */
    void forEach(Consumer<Row> each) {
        for (int i = 0; i < rows.size(); i++) {
            each.accept(rows.at(i));
        }
    }

    /** Whether a stranger could be taken in. */
    boolean hasRoom() {
        return rows.size() + 1 < config.mostMembers() || retention.size() > 0;
    }

    /** How many others are remembered. */
    int size() {
        return rows.size();
    }

    /** How many are alive or suspect, this node included. */
    int presentCount() {
        return probeOrder.size() + 1;
    }

    /** The present others, in the order in which they are probed. */
    ProbeOrder probeOrder() {
        return probeOrder;
    }

    /** The dead and the left. */
    Retention retention() {
        return retention;
    }

    NodeId self() {
        return self.id();
    }

    /** Rows for another's table. */
    List<MemberState> states(long nowNanos) {
        List<MemberState> states = new ArrayList<>(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.at(i);
            long ageMillis = row.isPresent() ? 0 : (nowNanos - row.sinceNanos()) / NANOS_PER_MILLI;
            states.add(new MemberState(row.record(), row.status(), row.accuser(), ageMillis));
        }
        return states;
    }

    static Rumor rumor(MemberRecord record, MemberStatus status, NodeId accuser) {
        return switch (status) {
            case ALIVE -> new Rumor.Alive(record);
            case SUSPECT ->
                    new Rumor.Suspect(record.id(), record.epoch(), record.incarnation(), accuser);
            case DEAD -> new Rumor.Dead(record.id(), record.epoch(), record.incarnation(), accuser);
            case LEFT -> new Rumor.Left(record.id(), record.epoch(), record.incarnation());
        };
    }

    private int find(NodeId id) {
        if (id.equals(self.id()))
            throw new IllegalStateException("this node is not in its own table");
        int i = rows.firstAt(id.bits0());
        for (; rows.isAt(i, id.bits0()); i++) {
            int order = rows.at(i).id().compareTo(id);
            if (order == 0) return i;
            if (order > 0) break;
        }
        return ~i;
    }

    /** Whether it says what is held; nearly every row of nearly every table does. */
    private static boolean isBelieved(MemberState state, Row held) {
        return state.status() == held.status()
                && state.record().epoch() == held.record().epoch()
                && state.record().incarnation() == held.record().incarnation();
    }

    private boolean isWorthRemembering(MemberState state) {
        return state.ageMillis() < config.deadRetentionNanos() / NANOS_PER_MILLI;
    }

    private static long ageNanos(MemberState state) {
        return state.ageMillis() * NANOS_PER_MILLI;
    }

    private static Row successor(Row held, Rumor news, long nowNanos) {
        boolean isSameLife = news.epoch() == held.record().epoch();
        boolean isOldBelief = isSameLife && news.status() == held.status();
        long sinceNanos = isOldBelief ? held.sinceNanos() : nowNanos;
        MemberRecord known = held.record().withLife(news.epoch(), news.incarnation());
        return switch (news) {
            case Rumor.Alive alive ->
                    new Row(alive.record(), MemberStatus.ALIVE, alive.subject(), sinceNanos);
            case Rumor.Suspect suspect ->
                    new Row(known, MemberStatus.SUSPECT, suspect.accuser(), sinceNanos);
            case Rumor.Dead dead -> new Row(known, MemberStatus.DEAD, dead.accuser(), sinceNanos);
            case Rumor.Left left -> new Row(known, MemberStatus.LEFT, left.subject(), sinceNanos);
        };
    }

    private boolean admit(Row row, long nowNanos, Consumer<GossipEffect> out) {
        if (!hasRoom()) return false;
        if (rows.size() + 1 >= config.mostMembers()) forgetOldest(out);
        rows.insert(~find(row.id()), row.id().bits0(), row);
        names.add(row.record().name(), row.id());
        if (row.isPresent()) appear(row);
        startClock(row, nowNanos);
        out.accept(new GossipEffect.MemberChanged(row.member()));
        reportClash(row, out);
        return true;
    }

    private void replace(int at, Row next, long nowNanos, Consumer<GossipEffect> out) {
        Row held = rows.at(at);
        rows.set(at, next);
        stopClock(held);
        if (held.isPresent() && !next.isPresent()) disappear(held);
        if (!held.isPresent() && next.isPresent()) appear(next);
        startClock(next, nowNanos);
        boolean isRenamed = !held.record().name().equals(next.record().name());
        if (isRenamed) {
            names.remove(held.record().name(), held.id());
            names.add(next.record().name(), next.id());
        }
        if (isVisible(held, next)) out.accept(new GossipEffect.MemberChanged(next.member()));
        if (isRenamed || !held.isPresent()) reportClash(next, out);
    }

    private void forgetOldest(Consumer<GossipEffect> out) {
        NodeId id = retention.oldest().orElseThrow();
        int at = find(id);
        Row held = rows.at(at);
        stopClock(held);
        rows.remove(at);
        names.remove(held.record().name(), id);
        dissemination.forget(id);
        out.accept(new GossipEffect.MemberForgotten(id));
    }

    private void appear(Row row) {
        probeOrder.add(row.id());
        dissemination.resize(presentCount());
    }

    private void disappear(Row row) {
        probeOrder.remove(row.id());
        dissemination.resize(presentCount());
    }

    private void startClock(Row row, long nowNanos) {
        MemberRecord record = row.record();
        if (row.status() == MemberStatus.SUSPECT) {
            long deadlineNanos = nowNanos + suspicions.timeoutNanos(presentCount());
            suspicions.start(row.id(), record.epoch(), record.incarnation(), deadlineNanos);
        }
        if (!row.isPresent()) {
            retention.add(row.id(), row.sinceNanos(), row.status() == MemberStatus.DEAD);
        }
    }

    private void stopClock(Row row) {
        if (row.status() == MemberStatus.SUSPECT) suspicions.stop(row.id());
        if (!row.isPresent()) retention.remove(row.id(), row.sinceNanos());
    }

    /** An incarnation alone is between the nodes; all else is for whoever uses the members. */
    private static boolean isVisible(Row held, Row next) {
        MemberRecord before = held.record();
        return next.status() != held.status()
                || !next.record().withIncarnation(before.incarnation()).equals(before);
    }

    private void reportClash(Row row, Consumer<GossipEffect> out) {
        if (!row.isPresent()) return;
        String name = row.record().name();
        names.clash(name, row.id(), id -> isPresentAs(name, id))
                .ifPresent(first -> out.accept(new GossipEffect.NameClash(name, first, row.id())));
    }

    private boolean isPresentAs(String name, NodeId id) {
        if (id.equals(self.id())) return self.name().equals(name);
        int at = find(id);
        return at >= 0 && rows.at(at).isPresent() && rows.at(at).record().name().equals(name);
    }

    void checkInvariants() {
        int present = 0;
        int suspected = 0;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.at(i);
            if (i > 0) require(rows.at(i - 1).id().compareTo(row.id()) < 0, "ids ascend");
            if (row.isPresent()) present++;
            if (row.status() == MemberStatus.SUSPECT) {
                suspected++;
                require(suspicions.isSuspected(row.id()), "a suspect has a clock");
            }
        }
        require(present == probeOrder.size(), "the present are those probed");
        require(suspected == suspicions.size(), "only suspects have clocks");
        require(rows.size() - present == retention.size(), "the gone are those retained");
        require(rows.size() + 1 <= config.mostMembers(), "the table is bounded");
        require(dissemination.queuedRumors() <= rows.size() + 1, "one rumor per subject");
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new IllegalStateException("members: " + what + " is broken");
    }
}
