package dev.starling.agent.task.guard;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.TaskConfig;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskMessage;
import dev.starling.agent.task.auction.Auction;
import dev.starling.agent.task.auction.Auction.Lot;
import dev.starling.agent.task.auction.Auction.Opening;
import dev.starling.agent.task.auction.Auction.Placed;
import dev.starling.agent.task.auction.Auction.Terms;
import dev.starling.agent.task.auction.Auction.Unplaced;
import dev.starling.agent.task.auction.Feasibility;
import dev.starling.agent.task.auction.Shortlist;
import dev.starling.agent.task.auction.Surroundings;
import dev.starling.agent.task.guard.Standing.AtAuction;
import dev.starling.agent.task.guard.Standing.Unseen;
import dev.starling.agent.task.guard.Standing.Wanted;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.TaskFacts;
import dev.starling.dht.Contact;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds hosts for the wanted tasks of one job: one auction at a time for all that are due, and a
 * growing pause for those that nobody took.
 */
final class Placing {

    /** An auction asks up to half as many hosts again; the rest waits for the next one. */
    static final int MOST_LOTS = 256;

    /** How long an auction waits for its turn when too many run: about one auction's time. */
    static final long TURN_NANOS = Duration.ofMillis(20).toNanos();

    private final GuardTools tools;
    private final Surroundings around;
    private final Ledger ledger;
    private final Shortlist shortlist;
    private Optional<Auction> auction = Optional.empty();
    private long nextOpeningNanos = Long.MAX_VALUE;

    Placing(GuardTools tools, Ledger ledger) {
        this.tools = tools;
        this.around = tools.around();
        this.ledger = ledger;
        this.shortlist = new Shortlist(around.hosts(), tools.chance());
    }

    /** A task that is to be offered at once. */
    static Standing wanted(TaskFacts facts, long nowNanos) {
        int intended = facts.place().filter(p -> p.node().isEmpty()).map(Place::attempt).orElse(1);
        return new Wanted(Math.max(facts.placedAttempt() + 1, intended), nowNanos, 0);
    }

    /** Opens an auction for the wanted tasks that are due, if none is under way. */
    void open(Standing[] standings, long nowNanos, Outbox out) {
        nextOpeningNanos = Long.MAX_VALUE;
        if (auction.isPresent()) return;
        List<Lot> lots = dueLots(standings, nowNanos);
        if (lots.isEmpty()) return;
        if (!tools.mayOpen().getAsBoolean()) {
            nextOpeningNanos = nowNanos + TURN_NANOS;
            return;
        }
        Spec job = ledger.records().spec().orElseThrow();
        List<Contact> candidates = shortlist.candidates(job.spec().resources(), nowNanos);
        for (Lot lot : lots) {
            Wanted wanted = (Wanted) standings[lot.index()];
            standings[lot.index()] = new AtAuction(lot.attempt(), wanted.pauseNanos());
        }
        Terms terms = new Terms(tools.solicitIds().getAsLong(), job.spec(), job.generation());
        SortedMap<NodeId, Integer> siblings = siblings(standings.length);
        Opening opening = new Opening(around.config(), terms, lots, candidates, siblings);
        auction = Optional.of(new Auction(opening, tools.chance()));
        auction.get().start(nowNanos, out);
        takeOutcomes(standings, nowNanos);
    }

    private List<Lot> dueLots(Standing[] standings, long nowNanos) {
        List<Lot> lots = new ArrayList<>();
        for (int index = 0; index < standings.length && lots.size() < MOST_LOTS; index++) {
            if (!(standings[index] instanceof Wanted wanted)) continue;
            if (wanted.deadlineNanos() <= nowNanos) lots.add(new Lot(index, wanted.attempt()));
            else nextOpeningNanos = Math.min(nextOpeningNanos, wanted.deadlineNanos());
        }
        return lots;
    }

    private SortedMap<NodeId, Integer> siblings(int count) {
        SortedMap<NodeId, Integer> siblings = new TreeMap<>();
        for (int index = 0; index < count; index++) {
            TaskFacts facts = ledger.records().task(index);
            if (facts.isTerminal()) continue;
            facts.node().ifPresent(node -> siblings.merge(node, 1, Integer::sum));
        }
        return siblings;
    }

    void tick(long nowNanos, Outbox out) {
        auction.ifPresent(open -> open.tick(nowNanos, out));
    }

    /** Writes down what the auction has achieved, and lets go of it when it is over. */
    void takeOutcomes(Standing[] standings, long nowNanos) {
        if (auction.isEmpty()) return;
        Auction open = auction.get();
        for (Placed placed : open.takePlaced()) {
            TaskFacts facts = ledger.records().task(placed.index());
            ledger.writePlaced(facts, placed.attempt(), placed.node());
            standings[placed.index()] = new Unseen();
        }
        for (Unplaced unplaced : open.takeUnplaced()) {
            standings[unplaced.index()] = later(open, unplaced, standings, nowNanos);
        }
        if (open.isOver()) auction = Optional.empty();
    }

    private Standing later(Auction open, Unplaced unplaced, Standing[] standings, long nowNanos) {
        if (open.isFruitful()) return new Wanted(unplaced.attempt(), nowNanos, 0);
        AtAuction before = (AtAuction) standings[unplaced.index()];
        TaskConfig config = around.config();
        long pauseNanos =
                before.pauseNanos() == 0
                        ? config.retryNanos()
                        : Math.min(2 * before.pauseNanos(), config.retryMostNanos());
        long spreadNanos = tools.chance().below(pauseNanos / 4 + 1);
        writeReason(unplaced, open.asked() == 0 ? whyNobodyWasAsked() : unplaced.reason());
        return new Wanted(unplaced.attempt(), nowNanos + pauseNanos + spreadNanos, pauseNanos);
    }

    private String whyNobodyWasAsked() {
        Spec job = ledger.records().spec().orElseThrow();
        return new Feasibility(around.hosts())
                .objection(job.spec())
                .map(Feasibility.Objection::message)
                .orElse("no host could be asked");
    }

    /** Only what reads differently is written, not each new count of those asked. */
    private void writeReason(Unplaced unplaced, String reason) {
        TaskFacts facts = ledger.records().task(unplaced.index());
        boolean isWritten =
                facts.place()
                        .filter(place -> place.node().isEmpty())
                        .filter(place -> place.attempt() >= unplaced.attempt())
                        .filter(place -> gist(place.reason()).equals(gist(reason)))
                        .isPresent();
        if (!isWritten) ledger.writeIntended(facts, unplaced.attempt(), reason);
    }

    private static String gist(String reason) {
        int end = reason.indexOf(';');
        return end < 0 ? reason : reason.substring(0, end);
    }

    void onBid(Sender sender, TaskMessage.Bid bid, long nowNanos, Outbox out) {
        auction.ifPresent(open -> open.onBid(sender, bid, nowNanos, out));
    }

    void onRefuse(Sender sender, long nowNanos, Outbox out) {
        auction.ifPresent(open -> open.onRefuse(sender, nowNanos, out));
    }

    /** Whether an award waited for this. */
    boolean onAccept(Sender sender, TaskKey task) {
        return auction.filter(open -> open.onAccept(sender, task)).isPresent();
    }

    void onReject(Sender sender, TaskKey task, long nowNanos, Outbox out) {
        auction.ifPresent(open -> open.onReject(sender, task, nowNanos, out));
    }

    void withdraw(int index) {
        auction.ifPresent(open -> open.withdraw(index));
    }

    void abandon(Outbox out) {
        auction.ifPresent(open -> open.abandon(out));
        auction = Optional.empty();
    }

    boolean isAwarding(int index) {
        return auction.filter(open -> open.isAwarding(index)).isPresent();
    }

    boolean isOffered(int index) {
        return auction.filter(open -> open.isOffered(index)).isPresent();
    }

    /** Tells the auction under way from others'. */
    Optional<Long> solicitId() {
        return auction.map(Auction::solicitId);
    }

    long nextDeadlineNanos() {
        return auction.map(Auction::nextDeadlineNanos).orElse(nextOpeningNanos);
    }
}
