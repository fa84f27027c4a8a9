package dev.starling.agent.net;

import dev.starling.node.Endpoint;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The open connections, how long each has been idle, and which one leads to whom.
 *
 * <p>At most {@value #MOST} each way. A further one takes the place of the one that has been idle
 * longest, if that is at least a few seconds; else it is refused. Only whole packets count as use:
 * a stranger that keeps half a frame open goes like any idle one.
 */
final class Peers {

    static final int MOST = 256;

    private static final long CLOSE_AFTER_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long REPLACEABLE_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private final Set<Connection> inbound = new LinkedHashSet<>();
    private final Set<Connection> outbound = new LinkedHashSet<>();
    private final Map<Endpoint, Connection> byEndpoint = new LinkedHashMap<>();

    Peers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Keeps a new connection; false if there is no room. */
    boolean admit(Connection connection) {
        Set<Connection> siblings = siblingsOf(connection);
        if (siblings.size() >= MOST && !closeIdlest(siblings)) return false;
        siblings.add(connection);
        connection.use(nanoTime.getAsLong());
        connection.peer().ifPresent(peer -> byEndpoint.put(peer, connection));
        return true;
    }

    private boolean closeIdlest(Set<Connection> connections) {
        long nowNanos = nanoTime.getAsLong();
        Connection idlest =
                connections.stream()
                        .max(Comparator.comparingLong(it -> it.idleNanos(nowNanos)))
                        .orElseThrow();
        if (idlest.idleNanos(nowNanos) < REPLACEABLE_AFTER_NANOS) return false;
        remove(idlest);
        idlest.close();
        return true;
    }

    private Set<Connection> siblingsOf(Connection connection) {
        return connection.isInbound() ? inbound : outbound;
    }

    /** The connection that leads to this peer, null if there is none. */
    Connection to(Endpoint peer) {
        return byEndpoint.get(peer);
    }

    void onUsed(Connection connection) {
        connection.use(nanoTime.getAsLong());
    }

    /**
     * A packet came: if its sender says it listens on the address that the connection is from, then
     * answers may go back on it. Anything else would let a stranger draw another's answers.
     */
    void onPacket(Connection connection, Endpoint sender) {
        onUsed(connection);
        if (connection.peer().isPresent() || !connection.isFrom(sender.address())) return;
        connection.recognize(sender);
        byEndpoint.putIfAbsent(sender, connection);
    }

    void remove(Connection connection) {
        siblingsOf(connection).remove(connection);
        connection.peer().ifPresent(peer -> byEndpoint.remove(peer, connection));
    }

    void closeIdle() {
        long nowNanos = nanoTime.getAsLong();
        for (Set<Connection> connections : List.of(inbound, outbound)) {
            for (Connection connection : List.copyOf(connections)) {
                if (connection.idleNanos(nowNanos) < CLOSE_AFTER_NANOS) continue;
                remove(connection);
                connection.close();
            }
        }
    }

    void closeAll() {
        for (Set<Connection> connections : List.of(inbound, outbound)) {
            List.copyOf(connections).forEach(Connection::close);
            connections.clear();
        }
        byEndpoint.clear();
    }
}
