package dev.starling.dht.lookup;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.DhtMessage;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;
import dev.starling.dht.WriteResult;
import dev.starling.dht.store.Custody;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings entries to all replicas at once, and goes on after the caller has been told that enough
 * hold them: two nodes whose views differ agree on most replicas, so a read finds what went to all.
 */
final class Writing implements Errand {

    private final long requestId;
    private final Key key;
    private final List<Entry> entries;
    private final DhtConfig config;
    private final Custody custody;

    Writing(long requestId, Key key, List<Entry> entries, DhtConfig config, Custody custody) {
        this.requestId = requestId;
        this.key = key;
        this.entries = entries;
        this.custody = custody;
        this.config = config;
    }

    @Override
    public DhtMessage question(long number, List<Long> known) {
        return new DhtMessage.Put(number, key, entries, known);
    }

    @Override
    public boolean doAtHome(long nowNanos, Consumer<DhtEffect> out) {
        return custody.put(key, entries, nowNanos, out);
    }

    @Override
    public Optional<Reply> onAnswer(DhtMessage answer) {
        return answer instanceof DhtMessage.PutAck ack
                ? Optional.of(new Reply(ack.isHeld(), ack.closer()))
                : Optional.empty();
    }

    @Override
    public int setSize() {
        return config.replicas();
    }

    @Override
    public boolean mayAsk(Candidate candidate, Shortlist shortlist) {
        return true;
    }

    @Override
    public boolean isReady(Shortlist shortlist) {
        return shortlist.countedCount() >= acksWanted(shortlist) || isOver(shortlist);
    }

    @Override
    public boolean isOver(Shortlist shortlist) {
        return shortlist.isAllAnswered();
    }

    @Override
    public DhtEffect result(Shortlist shortlist) {
        int acks = shortlist.countedCount();
        int replicas = Math.min(config.replicas(), shortlist.size());
        return new DhtEffect.Written(
                requestId, new WriteResult(acks, acksWanted(shortlist), replicas));
    }

    /** Those that failed do not make it fewer: they may hold something else meanwhile. */
    private int acksWanted(Shortlist shortlist) {
        return Math.min(config.writeAcks(), shortlist.size());
    }
}
