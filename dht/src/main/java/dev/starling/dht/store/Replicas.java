package dev.starling.dht.store;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.Entry;
import dev.starling.dht.Key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What this node holds for the fleet: a shelf of entries for each key. At the bound of keys, and of
 * entries under one key, what is new is refused and what is held stays; refusals are told to the
 * writer.
 */
final class Replicas {

    private final TreeMap<Key, Holding> holdings = new TreeMap<>();
    private final long longestLeaseNanos;
    private final int mostKeys;
    private final int mostEntriesPerKey;

    Replicas(DhtConfig config) {
        longestLeaseNanos = 2 * config.leaseNanos();
        mostKeys = config.mostKeys();
        mostEntriesPerKey = config.mostEntriesPerKey();
    }

    /** The same with its lease cut to what any holder grants: twice the usual one. */
    Entry bounded(Entry offered) {
        return offered.leaseNanos() <= longestLeaseNanos
                ? offered
                : offered.withLease(longestLeaseNanos);
    }

    /** Merges {@code offered}, within the bounds. */
    Shelf.Outcome merge(Key key, Entry offered, long nowNanos) {
        Holding holding = holdings.get(key);
        boolean isNew = holding == null;
        if (isNew && holdings.size() >= mostKeys) return Shelf.Outcome.REFUSED;
        if (isNew) holding = new Holding(key);
        Shelf shelf = holding.shelf();
        if (shelf.size() >= mostEntriesPerKey && !shelf.holds(offered.subkey())) {
            return Shelf.Outcome.REFUSED;
        }
        Shelf.Outcome outcome = shelf.merge(bounded(offered), nowNanos);
        if (isNew && outcome == Shelf.Outcome.CHANGED) holdings.put(key, holding);
        return outcome;
    }

    boolean isEmpty() {
        return holdings.isEmpty();
    }

    int size() {
        return holdings.size();
    }

    Optional<Holding> holding(Key key) {
        return Optional.ofNullable(holdings.get(key));
    }

    List<Key> keys() {
        return List.copyOf(holdings.keySet());
    }

    Optional<Holding> first() {
        return isEmpty() ? Optional.empty() : Optional.of(holdings.firstEntry().getValue());
    }

    /** The next in key order, so that a walk over all keys can rest and go on after changes. */
    Optional<Holding> after(Key key) {
        Map.Entry<Key, Holding> next = holdings.higherEntry(key);
        return next == null ? Optional.empty() : Optional.of(next.getValue());
    }

    /** Gives up everything under a key. */
    void drop(Holding holding, long nowNanos, Consumer<DhtEffect> out) {
        List<Entry> dropped = new ArrayList<>(holding.shelf().collect(nowNanos));
        dropped.addAll(holding.shelf().entries(nowNanos));
        holdings.remove(holding.key());
        out.accept(new DhtEffect.ReplicaDropped(holding.key(), List.copyOf(dropped)));
    }

    /** Gives up those entries under a key whose lease is over. */
    void collect(Holding holding, long nowNanos, Consumer<DhtEffect> out) {
        List<Entry> collected = holding.shelf().collect(nowNanos);
        if (collected.isEmpty()) return;
        if (holding.shelf().size() == 0) holdings.remove(holding.key());
        out.accept(new DhtEffect.ReplicaDropped(holding.key(), collected));
    }

    void checkInvariants() {
        if (holdings.size() > mostKeys) {
            throw new IllegalStateException("holds " + holdings.size() + " of " + mostKeys);
        }
        for (Holding holding : holdings.values()) {
            int entries = holding.shelf().size();
            if (entries < 1 || entries > mostEntriesPerKey) {
                throw new IllegalStateException(entries + " entries under " + holding.key());
            }
        }
    }
}
