package dev.starling.dht.lookup;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.ReadResult;
import dev.starling.dht.routing.Placement;
import dev.starling.dht.store.Copy;
import dev.starling.dht.store.Custody;
import dev.starling.dht.store.Shelf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Unites what replicas hold: as many as the read level asks for, the closest first, this node's own
 * copy at once if it is one of them. Whoever stalls or is suspected is hedged by the next.
 *
 * <p>A replica that is too new may hold nothing yet, and who held it before may be a replica no
 * more. So an answer that is not settled widens the read to twice as many nodes as there are
 * replicas, and it is confirmed only if those from before are sure to be among them: enough of them
 * that no acknowledged write can have missed them all, or simply everybody.
 */
final class Reading implements Errand {

    private final long requestId;
    private final Key key;
    private final DhtConfig config;
    private final Custody custody;
    private final Shelf union = new Shelf();
    private boolean isWide;
    private boolean isCut;

    Reading(long requestId, Key key, DhtConfig config, Custody custody) {
        this.requestId = requestId;
        this.key = key;
        this.custody = custody;
        this.config = config;
    }

    @Override
    public DhtMessage question(long number, List<Long> known) {
        return new DhtMessage.Get(number, key, known);
    }

    @Override
    public boolean doAtHome(long nowNanos, Consumer<DhtEffect> out) {
        return take(custody.copy(key, Integer.MAX_VALUE, nowNanos));
    }

    @Override
    public Optional<Reply> onAnswer(DhtMessage answer) {
        if (!(answer instanceof DhtMessage.Held held)) return Optional.empty();
        Copy copy = new Copy(held.isReplica(), held.isSettled(), held.isCut(), held.entries());
        return Optional.of(new Reply(take(copy), held.closer()));
    }

    @Override
    public int setSize() {
        return isWide ? Placement.unsettledReach(config) : config.replicas();
    }

    @Override
    public boolean mayAsk(Candidate candidate, Shortlist shortlist) {
        if (isWide) return true;
        int coming = shortlist.activeCount() + shortlist.countedCount();
        return candidate.isNamed() || coming < wanted(shortlist);
    }

    @Override
    public boolean isReady(Shortlist shortlist) {
        return isOver(shortlist);
    }

    @Override
    public boolean isOver(Shortlist shortlist) {
        boolean isEnough = shortlist.countedCount() >= wanted(shortlist);
        boolean isHeard = isWide ? shortlist.isHeard() : shortlist.isNamedHeard();
        return isEnough && isHeard || shortlist.isAllAnswered();
    }

    @Override
    public DhtEffect result(Shortlist shortlist) {
        List<Entry> live = new ArrayList<>();
        for (Entry entry : union.entries(0)) {
            if (!entry.isTombstone()) live.add(entry);
        }
        boolean isConfirmed = shortlist.isConfirmed() && !isCut && isCovered(shortlist);
        return new DhtEffect.Read(
                requestId,
                new ReadResult(
                        List.copyOf(live),
                        shortlist.countedCount(),
                        wanted(shortlist),
                        isConfirmed,
                        shortlist.rounds()));
    }

    private int wanted(Shortlist shortlist) {
        int level = isWide ? config.replicas() : config.readReplicas();
        return Math.min(level, shortlist.size());
    }

    private boolean isCovered(Shortlist shortlist) {
        int unacknowledged = config.replicas() - config.writeAcks();
        return !isWide
                || shortlist.answeredOldCount() > unacknowledged
                || shortlist.answeredCount() == shortlist.size();
    }

    private boolean take(Copy copy) {
        for (Entry entry : copy.entries()) {
            union.merge(entry, 0);
        }
        isWide |= !copy.isSettled();
        isCut |= copy.isCut();
        return copy.isReplica();
    }
}
