package dev.starling.dht.store;

import dev.starling.dht.DhtCodec;
import dev.starling.dht.Entry;
import dev.starling.node.Bytes;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The entries under one key, each with the moment on our clock at which its lease is over. Merging
 * is commutative, associative and idempotent: whoever has seen the same entries, in any order,
 * holds the same.
 */
public final class Shelf {

    /** What became of an offered entry. */
    public enum Outcome {
        /** It is held now and was not before. */
        CHANGED,
        /** It was held already, its lease renewed, or something newer is held. */
        KEPT,
        /** It is not held. */
        REFUSED
    }

    private record Stored(Entry entry, long deadlineNanos) {}

    private final TreeMap<Bytes, Stored> stored = new TreeMap<>(Bytes::compareTo);

    /**
     * Takes {@code offered} if it {@link Entry#supersedes} what is held of its subkey. The same
     * entry again renews the lease and never shortens it. What is over counts as absent.
     */
    public Outcome merge(Entry offered, long nowNanos) {
        if (offered.leaseNanos() == 0) return Outcome.REFUSED;
        long deadlineNanos = nowNanos + offered.leaseNanos();
        Stored held = stored.get(offered.subkey());
        if (held == null || held.deadlineNanos <= nowNanos || offered.supersedes(held.entry)) {
            stored.put(offered.subkey(), new Stored(offered, deadlineNanos));
            return Outcome.CHANGED;
        }
        if (!held.entry.supersedes(offered) && deadlineNanos > held.deadlineNanos) {
            stored.put(offered.subkey(), new Stored(held.entry, deadlineNanos));
        }
        return Outcome.KEPT;
    }

    /** All entries in subkey order, tombstones too, each with what remains of its lease. */
    public List<Entry> entries(long nowNanos) {
        return entriesAfter(Bytes.EMPTY, Integer.MAX_VALUE, nowNanos);
    }

    /**
     * The entries behind {@code subkey}, in subkey order, as many as take up {@code budgetBytes} on
     * the wire; at least one if there is one.
     */
    public List<Entry> entriesAfter(Bytes subkey, int budgetBytes, long nowNanos) {
        List<Entry> entries = new ArrayList<>();
        long sizeBytes = 0;
        for (Stored held : stored.tailMap(subkey, false).values()) {
            long remainingNanos = held.deadlineNanos - nowNanos;
            if (remainingNanos <= 0) continue;
            Entry entry = held.entry.withLease(remainingNanos);
            sizeBytes += DhtCodec.sizeOf(entry);
            if (sizeBytes > budgetBytes && !entries.isEmpty()) break;
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    boolean holds(Bytes subkey) {
        return stored.containsKey(subkey);
    }

    int size() {
        return stored.size();
    }

    /** Removes the entries whose lease is over. */
    List<Entry> collect(long nowNanos) {
        List<Entry> collected = new ArrayList<>();
        Iterator<Stored> all = stored.values().iterator();
        while (all.hasNext()) {
            Stored held = all.next();
            if (held.deadlineNanos > nowNanos) continue;
            collected.add(held.entry.withLease(0));
            all.remove();
        }
        return List.copyOf(collected);
    }
}
