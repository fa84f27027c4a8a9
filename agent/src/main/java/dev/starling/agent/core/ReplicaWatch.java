package dev.starling.agent.core;

import dev.starling.agent.service.ServiceEffect;
import dev.starling.agent.service.Services;
import dev.starling.dht.Contact;
import dev.starling.dht.Dht;
import dev.starling.node.NodeId;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Has this host's services written again when the nodes that keep them have changed.
 *
 * <p>Replicas hand what they hold to those who take their place. But when a fleet splits, all
 * replicas of a key may be on the other side; the owner then is the only one on this side that
 * knows.
 */
final class ReplicaWatch {

    /** Members that die together are noticed over some seconds: look when the first has settled. */
    private static final long DELAY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Dht dht;
    private final Services services;
    private final int replicas;
    private SortedMap<String, List<NodeId>> keepers = new TreeMap<>();
    private long lookAtNanos = Long.MAX_VALUE;

    ReplicaWatch(Dht dht, Services services, int replicas) {
        this.dht = dht;
        this.services = services;
        this.replicas = replicas;
    }

    void onMember(long nowNanos) {
        if (lookAtNanos == Long.MAX_VALUE) lookAtNanos = nowNanos + DELAY_NANOS;
    }

    void tick(long nowNanos, Consumer<ServiceEffect> out) {
        if (nowNanos < lookAtNanos) return;
        lookAtNanos = Long.MAX_VALUE;
        SortedMap<String, List<NodeId>> before = keepers;
        SortedSet<String> moved = new TreeSet<>();
        keepers = new TreeMap<>();
        for (String name : services.names()) {
            List<NodeId> now = keepersOf(name);
            keepers.put(name, now);
            if (!now.equals(before.get(name))) moved.add(name);
        }
        services.rewrite(moved, nowNanos, out);
    }

    private List<NodeId> keepersOf(String serviceName) {
        NodeId point = Services.keyOf(serviceName).point();
        return dht.closest(point, replicas).stream().map(Contact::id).toList();
    }

    long nextDeadlineNanos() {
        return lookAtNanos;
    }
}
