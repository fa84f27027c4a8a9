package dev.starling.agent.task.auction;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.Contact;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds hosts for tasks of one job that wait at the same time: asks a few at random, waits for
 * their bids, awards to the best.
 *
 * <pre>
 *  Bidding --all have answered, or window over--+--enough bids, or nobody left--> Awarding
 *     ^                                         |
 *     +------- too few bids: twice as many -----+
 *                     others are asked
 *
 *  Awarding, each task:  awarded --Accept--> placed
 *                          |  ^
 *          Reject, silence |  | the next bid, if there is one, as a higher attempt
 *                          v  |
 *                        waiting --no bid left--> unplaced, with the reason
 * </pre>
 *
 * <p>Binding is late: nothing is decided before the bids are in, and losers are told at once that
 * their hold is over. A silent winner may have accepted all the same, so the next host is offered a
 * higher attempt, which replaces the lower one wherever both turn up. What found nobody is told
 * when all is over: whether to try again at once depends on whether others were placed.
 */
public final class Auction {

    /** Sparrow-like oversampling, doubled twice: after that, waiting is better than asking. */
    static final int MOST_ROUNDS = 3;

    /** One task to be placed, as this attempt or a higher one. */
    public record Lot(int index, int attempt) {}

    /**
     * What is offered.
     *
     * @param solicitId tells this auction's bids from others'
     */
    public record Terms(long solicitId, JobSpec spec, long generation) {}

    /** Everything an auction needs to know at its start. */
    public record Opening(
            TaskConfig config,
            Terms terms,
            List<Lot> lots,
            List<Contact> candidates,
            SortedMap<NodeId, Integer> siblings) {}

    /** {@code node} has accepted this attempt. */
    public record Placed(int index, int attempt, NodeId node) {}

    /** Nobody has the task; {@code attempt} is the one to offer next. */
    public record Unplaced(int index, int attempt, String reason) {}

    private record Awarded(Lot lot, Offers.Offer offer, long repeatNanos, long deadlineNanos) {}

    private final TaskConfig config;
    private final Terms terms;
    private final Deque<Contact> unasked;
    private final Deque<Lot> waiting;
    private final SortedMap<NodeId, Contact> awaited = new TreeMap<>();
    private final SortedMap<NodeId, Contact> silent = new TreeMap<>();
    private final Offers offers;
    private final SortedMap<Integer, Awarded> awards = new TreeMap<>();
    private final List<Placed> placed = new ArrayList<>();
    private final List<Unplaced> unplaced = new ArrayList<>();
    private boolean isFruitful;
    private boolean isBidding = true;
    private long bidDeadlineNanos;
    private int rounds;
    private int asked;

    /**
     * @param opening its candidates are asked in their order; its siblings say how many tasks of
     *     the job each host has
     */
    public Auction(Opening opening, Chance chance) {
        this.config = opening.config;
        this.terms = opening.terms;
        this.offers = new Offers(opening.terms.spec.resources(), opening.siblings, chance);
        this.waiting = new ArrayDeque<>(opening.lots);
        this.unasked = new ArrayDeque<>(opening.candidates);
    }

    public void start(long nowNanos, Outbox out) {
        askMore(nowNanos, out);
    }

    private void askMore(long nowNanos, Outbox out) {
        silent.putAll(awaited);
        awaited.clear();
        int wanted = waiting.size();
        int sample = Math.max(config.solicits(), Math.max(wanted + 2, (3 * wanted + 1) / 2));
        int count = Math.min(unasked.size(), sample << rounds);
        if (count == 0) {
            decide(nowNanos, out);
            return;
        }
        rounds++;
        asked += count;
        bidDeadlineNanos = nowNanos + config.bidWindowNanos();
        int most = Math.clamp((2L * wanted + count - 1) / count, 1, TaskMessage.MOST_HELD);
        Resources each = terms.spec.resources();
        for (int i = 0; i < count; i++) {
            Contact host = unasked.remove();
            awaited.put(host.id(), host);
            out.send(host, new TaskMessage.Solicit(terms.solicitId, each, most));
        }
    }

    public void onBid(Sender sender, TaskMessage.Bid bid, long nowNanos, Outbox out) {
        if (offers.isKnown(sender.id(), bid.holdId())) return;
        Contact bidder = new Contact(sender.id(), sender.endpoint());
        if (!isBidding || !wasAsked(sender.id())) {
            out.send(bidder, new TaskMessage.Cancel(bid.holdId()));
            return;
        }
        offers.add(bidder, bid);
        if (awaited.isEmpty()) closeRound(nowNanos, out);
    }

    public void onRefuse(Sender sender, long nowNanos, Outbox out) {
        if (isBidding && wasAsked(sender.id()) && awaited.isEmpty()) closeRound(nowNanos, out);
    }

    /** Whether it owed an answer, which it no longer does. */
    private boolean wasAsked(NodeId id) {
        return awaited.remove(id) != null | silent.remove(id) != null;
    }

    private void closeRound(long nowNanos, Outbox out) {
        if (offers.units() < waiting.size() && rounds < MOST_ROUNDS && !unasked.isEmpty()) {
            askMore(nowNanos, out);
        } else {
            decide(nowNanos, out);
        }
    }

    private void decide(long nowNanos, Outbox out) {
        isBidding = false;
        silent.putAll(awaited);
        awaited.clear();
        for (int left = waiting.size(); left > 0; left--) {
            awardOrGiveUp(waiting.remove(), nowNanos, out);
        }
        offers.cancel(out);
    }

    private void awardOrGiveUp(Lot lot, long nowNanos, Outbox out) {
        Optional<Offers.Offer> best = offers.takeBest();
        if (best.isEmpty()) {
            unplaced.add(new Unplaced(lot.index, lot.attempt, reason()));
            return;
        }
        Offers.Offer offer = best.get();
        long patience = config.awardTimeoutNanos();
        awards.put(
                lot.index, new Awarded(lot, offer, nowNanos + patience / 2, nowNanos + patience));
        out.send(offer.bidder(), awardOf(lot, offer));
    }

    private TaskMessage.Award awardOf(Lot lot, Offers.Offer offer) {
        return new TaskMessage.Award(offer.holdId(), new TaskLaunch(keyOf(lot), terms.spec));
    }

    private TaskKey keyOf(Lot lot) {
        return new TaskKey(terms.spec.name(), terms.generation, lot.index, lot.attempt);
    }

    private String reason() {
        String unheard = silent.isEmpty() ? "" : ", " + silent.size() + " did not answer";
        return "no host has %s free; asked %s%s"
                .formatted(terms.spec.resources().inWords(), asked, unheard);
    }

    /** Whether this was an answer to an award that still waits for one. */
    public boolean onAccept(Sender sender, TaskKey task) {
        if (awarded(sender, task).isEmpty()) return false;
        awards.remove(task.index());
        isFruitful = true;
        placed.add(new Placed(task.index(), task.attempt(), sender.id()));
        return true;
    }

    public void onReject(Sender sender, TaskKey task, long nowNanos, Outbox out) {
        awarded(sender, task).ifPresent(award -> offerElsewhere(award, nowNanos, out));
    }

    private Optional<Awarded> awarded(Sender sender, TaskKey task) {
        return Optional.ofNullable(awards.get(task.index()))
                .filter(award -> keyOf(award.lot).equals(task))
                .filter(award -> award.offer.bidder().id().equals(sender.id()));
    }

    /** As a higher attempt: the other may run it, or may refuse this attempt for good. */
    private void offerElsewhere(Awarded failed, long nowNanos, Outbox out) {
        failed.offer.spend();
        awards.remove(failed.lot.index);
        awardOrGiveUp(new Lot(failed.lot.index, failed.lot.attempt + 1), nowNanos, out);
    }

    /** Takes a task out that needs no host any more. */
    public void withdraw(int index) {
        waiting.removeIf(lot -> lot.index == index);
        awards.remove(index);
        unplaced.removeIf(lot -> lot.index == index);
    }

    /** Whether somebody was awarded the task and has not answered. */
    public boolean isAwarding(int index) {
        return awards.containsKey(index);
    }

    /** Whether the task's outcome is still to come or to be taken. */
    public boolean isOffered(int index) {
        return awards.containsKey(index)
                || waiting.stream().anyMatch(lot -> lot.index == index)
                || placed.stream().anyMatch(lot -> lot.index == index)
                || unplaced.stream().anyMatch(lot -> lot.index == index);
    }

    public void tick(long nowNanos, Outbox out) {
        if (isBidding) {
            if (nowNanos >= bidDeadlineNanos) closeRound(nowNanos, out);
            return;
        }
        for (Awarded award : List.copyOf(awards.values())) {
            if (nowNanos >= award.deadlineNanos) {
                offerElsewhere(award, nowNanos, out);
            } else if (nowNanos >= award.repeatNanos) {
                awards.put(award.lot.index, repeated(award));
                out.send(award.offer.bidder(), awardOf(award.lot, award.offer));
            }
        }
    }

    private static Awarded repeated(Awarded award) {
        return new Awarded(award.lot, award.offer, Long.MAX_VALUE, award.deadlineNanos);
    }

    public long nextDeadlineNanos() {
        if (isBidding) return bidDeadlineNanos;
        return awards.values().stream()
                .mapToLong(award -> Math.min(award.repeatNanos, award.deadlineNanos))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Gives the bids back that were not awarded; awards under way are not called back. */
    public void abandon(Outbox out) {
        if (isBidding) offers.cancel(out);
        isBidding = false;
        waiting.clear();
        awards.clear();
    }

    /** Those placed since the last call. */
    public List<Placed> takePlaced() {
        List<Placed> taken = List.copyOf(placed);
        placed.clear();
        return taken;
    }

    /** Those that found nobody; none before the auction is over. */
    public List<Unplaced> takeUnplaced() {
        if (!isOver()) return List.of();
        List<Unplaced> taken = List.copyOf(unplaced);
        unplaced.clear();
        return taken;
    }

    /** Whether it placed anything, so that another auction may well do so too. */
    public boolean isFruitful() {
        return isFruitful;
    }

    public boolean isOver() {
        return !isBidding && awards.isEmpty();
    }

    /** How many hosts were asked. */
    public int asked() {
        return asked;
    }

    public long solicitId() {
        return terms.solicitId;
    }
}
