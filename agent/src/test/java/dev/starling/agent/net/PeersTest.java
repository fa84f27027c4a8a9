package dev.starling.agent.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.Endpoint;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class PeersTest implements Connection.Owner {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private long nowNanos = Duration.ofHours(1).toNanos();
    private final Peers peers = new Peers(() -> nowNanos);
    private final List<Connection> closed = new ArrayList<>();

    @Test
    void a_connection_is_found_by_whom_it_leads_to_until_it_closes() {
        Connection toBob = outbound(1);
        peers.admit(toBob);

        assertThat(peers.to(endpoint(1))).isSameAs(toBob);
        peers.remove(toBob);
        assertThat(peers.to(endpoint(1))).isNull();
    }

    @Test
    void one_that_was_made_to_a_peer_is_preferred_to_one_that_the_peer_made() {
        Connection fromBob = inbound();
        Connection toBob = outbound(1);
        peers.admit(fromBob);
        peers.admit(toBob);

        peers.onPacket(fromBob, endpoint(1));

        assertThat(peers.to(endpoint(1))).isSameAs(toBob);
        peers.remove(fromBob);
        assertThat(peers.to(endpoint(1))).isSameAs(toBob);
    }

    @Test
    void a_connection_without_a_whole_packet_for_a_minute_is_closed() {
        Connection quiet = inbound();
        Connection busy = inbound();
        Connection sending = outbound(1);
        peers.admit(quiet);
        peers.admit(busy);
        peers.admit(sending);

        advance(59);
        peers.onPacket(busy, endpoint(2));
        peers.onUsed(sending);
        peers.closeIdle();
        assertThat(closed).isEmpty();
        advance(2);
        peers.closeIdle();

        assertThat(closed).containsExactly(quiet);
        assertThat(peers.to(endpoint(2))).isSameAs(busy);
    }

    @Test
    void in_a_crowd_the_one_idle_longest_makes_room_if_it_is_idle_at_all() {
        List<Connection> crowd = new ArrayList<>();
        for (int i = 0; i < Peers.MOST; i++) {
            crowd.add(inbound());
            peers.admit(crowd.getLast());
        }
        assertThat(peers.admit(inbound())).isFalse();
        assertThat(peers.admit(outbound(1))).as("outbound has room of its own").isTrue();

        advance(6);
        crowd.stream().filter(it -> it != crowd.get(7)).forEach(peers::onUsed);

        assertThat(peers.admit(inbound())).isTrue();
        assertThat(closed).containsExactly(crowd.get(7));
        assertThat(peers.admit(inbound())).isFalse();
    }

    @Test
    void the_end_closes_everything() {
        peers.admit(inbound());
        peers.admit(outbound(1));

        peers.closeAll();

        assertThat(closed).hasSize(2);
        assertThat(peers.to(endpoint(1))).isNull();
    }

    private Connection inbound() {
        return new Connection(this, new InetSocketAddress(LOOPBACK, 50_000));
    }

    private Connection outbound(int port) {
        return new Connection(this, endpoint(port));
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(LOOPBACK, port);
    }

    private void advance(long seconds) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Override
    public boolean onFrame(Connection from, byte[] frame) {
        throw new IllegalStateException("no bytes here");
    }

    @Override
    public void onUsed(Connection connection) {
        peers.onUsed(connection);
    }

    @Override
    public void onClosed(Connection connection) {
        peers.remove(connection);
        closed.add(connection);
    }

    @Override
    public void onDropped(Drop kind, Connection connection, String why) {
        throw new IllegalStateException("nothing was sent");
    }
}
