package dev.starling.dht.lookup;

import dev.starling.dht.Contact;
import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the nodes closest to a point: asks the closest of those it knows, α at a time, until all of
 * the set have answered (Kademlia §2.3). A stalled one keeps its place in the set and frees its
 * slot.
 */
record Finding(long requestId, NodeId target, DhtConfig config) implements Errand {

    @Override
    public DhtMessage question(long number, List<Long> known) {
        return new DhtMessage.Find(number, target, known);
    }

    @Override
    public boolean doAtHome(long nowNanos, Consumer<DhtEffect> out) {
        return true;
    }

    @Override
    public Optional<Reply> onAnswer(DhtMessage answer) {
        return answer instanceof DhtMessage.Closer closer
                ? Optional.of(new Reply(true, closer.closer()))
                : Optional.empty();
    }

    @Override
    public int setSize() {
        return config.replicas();
    }

    @Override
    public boolean mayAsk(Candidate candidate, Shortlist shortlist) {
        return shortlist.activeCount() < config.parallelism();
    }

    @Override
    public boolean isReady(Shortlist shortlist) {
        return isOver(shortlist);
    }

    @Override
    public boolean isOver(Shortlist shortlist) {
        return shortlist.isAllAnswered();
    }

    @Override
    public DhtEffect result(Shortlist shortlist) {
        List<Contact> closest = new ArrayList<>();
        for (Candidate candidate : shortlist.set()) {
            if (candidate.isAnswered()) closest.add(candidate.contact());
        }
        return new DhtEffect.Located(requestId, List.copyOf(closest), shortlist.rounds());
    }
}
