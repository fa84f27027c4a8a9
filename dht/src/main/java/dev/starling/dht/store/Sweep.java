package dev.starling.dht.store;

import dev.starling.dht.DhtConfig;
import dev.starling.dht.DhtEffect;
import dev.starling.dht.Key;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects entries whose lease is over. Answers leave them out from that moment on, so collecting
 * is only about memory and disk and goes round at leisure, a bounded number of keys at a time.
 */
final class Sweep {

    /** A guess: well below a millisecond of work. */
    private static final int KEYS_AT_ONCE = 512;

    private static final long PAUSE_NANOS = 50_000_000;

    private final Replicas replicas;
    private final long periodNanos;

    private long nextNanos;
    private Optional<Key> last = Optional.empty();

    Sweep(DhtConfig config, Replicas replicas) {
        this.replicas = replicas;
        periodNanos = Math.max(1, config.leaseNanos() / 16);
    }

    /** The first key is held now. */
    void start(long nowNanos) {
        nextNanos = nowNanos + periodNanos;
        last = Optional.empty();
    }

    void tick(long nowNanos, Consumer<DhtEffect> out) {
        if (nowNanos < nextDeadlineNanos()) return;
        for (int i = 0; i < KEYS_AT_ONCE; i++) {
            Optional<Holding> next = last.isEmpty() ? replicas.first() : replicas.after(last.get());
            last = next.map(Holding::key);
            if (next.isEmpty()) {
                nextNanos = nowNanos + periodNanos;
                return;
            }
            replicas.collect(next.get(), nowNanos, out);
        }
        nextNanos = nowNanos + PAUSE_NANOS;
    }

    long nextDeadlineNanos() {
        return replicas.isEmpty() ? Long.MAX_VALUE : nextNanos;
    }
}
