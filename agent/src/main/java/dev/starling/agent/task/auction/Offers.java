package dev.starling.agent.task.auction;

import dev.starling.agent.task.Outbox;
import dev.starling.agent.task.Resources;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.Contact;
import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The bids of one auction, and which of them is the best for the next task. */
final class Offers {

    /** A bid, what was taken of it, and what that leaves of its host. */
    static final class Offer {
        private final Contact bidder;
        private final TaskMessage.Bid bid;
        private int units;
        private Resources free;
        private int siblings;

        private Offer(Contact bidder, TaskMessage.Bid bid, int siblings) {
            this.bidder = bidder;
            this.bid = bid;
            this.units = bid.count();
            this.free = bid.free();
            this.siblings = siblings;
        }

        Contact bidder() {
            return bidder;
        }

        long holdId() {
            return bid.holdId();
        }

        /** Nothing more is taken of a host that did not keep its word. */
        void spend() {
            units = 0;
        }
    }

    private final Resources each;
    private final SortedMap<NodeId, Integer> siblings;
    private final Chance chance;
    private final List<Offer> offers = new ArrayList<>();

    /**
     * @param siblings how many tasks of the job each host has
     */
    Offers(Resources each, SortedMap<NodeId, Integer> siblings, Chance chance) {
        this.each = each;
        this.siblings = siblings;
        this.chance = chance;
    }

    void add(Contact bidder, TaskMessage.Bid bid) {
        offers.add(new Offer(bidder, bid, siblings.getOrDefault(bidder.id(), 0)));
    }

    boolean isKnown(NodeId bidder, long holdId) {
        return offers.stream()
                .anyMatch(o -> o.bidder.id().equals(bidder) && o.bid.holdId() == holdId);
    }

    /** How many tasks the bids have room for. */
    int units() {
        return offers.stream().mapToInt(offer -> offer.units).sum();
    }

    /** The best host for one more task, which is then counted as there; ties fall by chance. */
    Optional<Offer> takeBest() {
        double best = Double.NEGATIVE_INFINITY;
        for (Offer offer : offers) {
            if (offer.units > 0) best = Math.max(best, score(offer));
        }
        List<Offer> tied = new ArrayList<>();
        for (Offer offer : offers) {
            if (offer.units > 0 && score(offer) >= best - Fit.TIE) tied.add(offer);
        }
        if (tied.isEmpty()) return Optional.empty();
        Offer taken = tied.get(chance.below(tied.size()));
        taken.units--;
        taken.siblings++;
        taken.free = taken.free.minus(each);
        return Optional.of(taken);
    }

    private double score(Offer offer) {
        return Fit.score(offer.free, offer.bid.capacity(), each, offer.siblings);
    }

    /**
     * Lets go of what was not taken. A host that is needed after all admits by what is free then.
     */
    void cancel(Outbox out) {
        for (Offer offer : offers) {
            if (offer.units > 0) out.send(offer.bidder, new TaskMessage.Cancel(offer.bid.holdId()));
        }
    }
}
