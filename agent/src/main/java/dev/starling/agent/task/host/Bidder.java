package dev.starling.agent.task.host;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.Tasks;
import dev.starling.agent.task.auction.Hosts;
import dev.starling.dht.Contact;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Answers solicits with bids that hold capacity.
 *
 * <pre>
 *  Solicit --fits--> held --Award--> one task less held, one more taken
 *     |                |----Cancel, or holdNanos over--> released
 *     +--does not--> Refuse
 * </pre>
 *
 * <p>A repeated solicit gets the same bid again, not a second hold. At most {@value #MOST_HOLDS}
 * holds are out; beyond that the answer is a refusal.
 */
public final class Bidder {

    static final int MOST_HOLDS = 1_024;

    private record Hold(NodeId by, long solicitId, Resources each, int count, long deadlineNanos) {

        Hold withOneLess() {
            return new Hold(by, solicitId, each, count - 1, deadlineNanos);
        }
    }

    private final TaskConfig config;
    private final Hosts hosts;
    private final Room room;
    private long lastHoldId;

    /** In the order in which they expire, since all live equally long. */
    private final SequencedMap<Long, Hold> holds = new LinkedHashMap<>();

    public Bidder(TaskConfig config, Hosts hosts, Room room, long seed) {
        this.config = config;
        this.hosts = hosts;
        this.room = room;
        this.lastHoldId = Tasks.firstId(seed, "task.holds");
    }

    /**
     * @param running how many tasks the host has
     */
    public void onSolicit(
            Sender sender, TaskMessage.Solicit solicit, int running, long nowNanos, Outbox out) {
        Contact solicitor = new Contact(sender.id(), sender.endpoint());
        Optional<String> refusal = refusal();
        if (refusal.isPresent()) {
            refuse(solicitor, solicit, refusal.get(), out);
            return;
        }
        Optional<Long> known = holdFor(sender.id(), solicit.solicitId());
        int count = known.isPresent() ? 0 : room.roomFor(solicit.each(), solicit.most());
        if (known.isEmpty() && count == 0) {
            refuse(solicitor, solicit, "only " + room.free().inWords() + " free", out);
            return;
        }
        long holdId = known.orElseGet(() -> hold(sender.id(), solicit, count, nowNanos));
        bid(solicitor, holdId, running, out);
    }

    private Optional<String> refusal() {
        if (!config.isExecutor()) return Optional.of("does not run tasks");
        if (hosts.isLeaving()) return Optional.of("is leaving");
        if (holds.size() >= MOST_HOLDS) return Optional.of("has too many bids out");
        return Optional.empty();
    }

    private static void refuse(
            Contact solicitor, TaskMessage.Solicit solicit, String reason, Outbox out) {
        out.send(solicitor, new TaskMessage.Refuse(solicit.solicitId(), reason));
    }

    private Optional<Long> holdFor(NodeId by, long solicitId) {
        return holds.entrySet().stream()
                .filter(held -> held.getValue().solicitId == solicitId)
                .filter(held -> held.getValue().by.equals(by))
                .map(held -> held.getKey())
                .findFirst();
    }

    private long hold(NodeId by, TaskMessage.Solicit solicit, int count, long nowNanos) {
        long holdId = ++lastHoldId;
        long deadlineNanos = nowNanos + config.holdNanos();
        Hold hold = new Hold(by, solicit.solicitId(), solicit.each(), count, deadlineNanos);
        holds.put(holdId, hold);
        for (int i = 0; i < count; i++) room.hold(hold.each);
        return holdId;
    }

    private void bid(Contact solicitor, long holdId, int running, Outbox out) {
        Hold hold = holds.get(holdId);
        out.send(
                solicitor,
                new TaskMessage.Bid(
                        hold.solicitId, holdId, hold.count, room.free(), room.capacity(), running));
    }

    /**
     * Takes capacity for a task: what was held for it, or what is free now.
     *
     * @return whether there was enough; nothing was taken if not
     */
    boolean admit(NodeId by, long holdId, Resources each) {
        Hold hold = holds.get(holdId);
        boolean isHeld = hold != null && hold.by.equals(by) && hold.each.equals(each);
        if (!isHeld && room.roomFor(each, 1) == 0) return false;
        if (isHeld) {
            room.release(each);
            if (hold.count > 1) holds.put(holdId, hold.withOneLess());
            else holds.remove(holdId);
        }
        room.take(each);
        return true;
    }

    /** Only the solicitor can cancel; anything else is stale. */
    public void onCancel(Sender sender, TaskMessage.Cancel cancel) {
        Hold hold = holds.get(cancel.holdId());
        if (hold != null && hold.by.equals(sender.id())) drop(cancel.holdId(), hold);
    }

    private void drop(long holdId, Hold hold) {
        holds.remove(holdId);
        for (int i = 0; i < hold.count; i++) room.release(hold.each);
    }

    public void tick(long nowNanos) {
        while (!holds.isEmpty() && holds.firstEntry().getValue().deadlineNanos <= nowNanos) {
            drop(holds.firstEntry().getKey(), holds.firstEntry().getValue());
        }
    }

    public long nextDeadlineNanos() {
        return holds.isEmpty() ? Long.MAX_VALUE : holds.firstEntry().getValue().deadlineNanos;
    }

    /** How many bids hold capacity: zero in a quiet fleet. */
    public int holdsOutstanding() {
        return holds.size();
    }

    public void checkInvariants() {
        Resources sum = Resources.NONE;
        for (Hold hold : holds.values()) {
            for (int i = 0; i < hold.count; i++) sum = sum.plus(hold.each);
        }
        if (!sum.equals(room.held())) {
            throw new IllegalStateException("holds of " + sum + ", accounted " + room.held());
        }
        if (!room.held().fitsIn(room.capacity().minus(room.taken()))) {
            throw new IllegalStateException("held " + sum + " beside taken " + room.taken());
        }
    }
}
