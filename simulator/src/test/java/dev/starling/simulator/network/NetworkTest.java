package dev.starling.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Packet;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.simulator.engine.Draws;
import dev.starling.simulator.engine.Engine;
import dev.starling.simulator.engine.Event;
import dev.starling.simulator.engine.SimNode;
import dev.starling.simulator.network.Traffic.Fate;
import dev.starling.simulator.scenario.Codec;
import dev.starling.simulator.scenario.Latency;
import dev.starling.simulator.scenario.NetworkModel;
import dev.starling.wire.Carrier;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class NetworkTest {

    private static final long MS = 1_000_000;
    private static final Latency LATENCY = new Latency(10 * MS, 5 * MS, MS);

    /** Notes when which packet arrives: pings tell themselves apart by their sequence. */
    private static final class Listener implements SimNode {
        private final List<Long> arrivedNanos = new ArrayList<>();
        private final List<Long> pings = new ArrayList<>();
        private Network network;

        @Override
        public void on(Event event, long nowNanos) {
            network.receive(1, (Arrival) event).ifPresent(packet -> note(packet, nowNanos));
        }

        private void note(Packet packet, long nowNanos) {
            arrivedNanos.add(nowNanos);
            pings.add(((SwimMessage.Ping) packet.messages().getFirst()).sequence());
        }

        @Override
        public void onDeadline(long nowNanos) {}
    }

    private final Listener listener = new Listener();
    private final Engine engine = new Engine(listener);

    @Test
    void a_datagram_arrives_as_it_was_sent_after_base_and_offset_and_jitter() {
        Network network = network(new NetworkModel(LATENCY, 0, 0), Codec.ALWAYS);
        for (int i = 0; i < 1_000; i++) {
            send(network, Carrier.DATAGRAM, i);
        }

        engine.runUntil(1_000 * MS);

        assertThat(listener.pings).hasSize(1_000);
        assertThat(listener.arrivedNanos).allSatisfy(at -> assertThat(at).isGreaterThan(10 * MS));
        long first = listener.arrivedNanos.getFirst();
        double mean = listener.arrivedNanos.stream().mapToLong(at -> at).average().orElseThrow();
        assertThat(first).isLessThan(15 * MS + MS);
        assertThat(mean - first).isCloseTo(MS, within(0.15 * MS));
        assertThat(network.traffic().packets(Carrier.DATAGRAM, Fate.DELIVERED)).isEqualTo(1_000);
    }

    @Test
    void jitter_lets_datagrams_overtake_but_frames_stay_in_order() {
        Network network = network(new NetworkModel(LATENCY, 0.1, 0), Codec.ALWAYS);
        for (int i = 0; i < 200; i++) {
            send(network, Carrier.STREAM, i);
        }
        engine.runUntil(100_000 * MS);

        assertThat(listener.pings).hasSize(200).isSorted();

        listener.pings.clear();
        for (int i = 0; i < 200; i++) {
            send(network, Carrier.DATAGRAM, i);
        }
        engine.runUntil(200_000 * MS);

        assertThat(listener.pings).isNotEqualTo(listener.pings.stream().sorted().toList());
    }

    @Test
    void as_many_datagrams_are_lost_and_repeated_as_the_scenario_says() {
        Network network = network(new NetworkModel(LATENCY, 0.2, 0.1), Codec.NONE);
        for (int i = 0; i < 10_000; i++) {
            send(network, Carrier.DATAGRAM, i);
        }
        engine.runUntil(1_000 * MS);

        Traffic traffic = network.traffic();
        assertThat(traffic.packets(Carrier.DATAGRAM, Fate.LOST)).isBetween(1_900L, 2_100L);
        assertThat(traffic.duplicates(Carrier.DATAGRAM)).isBetween(930L, 1_070L);
        assertThat(traffic.packets(Carrier.DATAGRAM, Fate.DELIVERED))
                .isEqualTo(
                        10_000
                                - traffic.packets(Carrier.DATAGRAM, Fate.LOST)
                                + traffic.duplicates(Carrier.DATAGRAM));
    }

    @Test
    void taking_one_fault_out_moves_no_draw_of_another() {
        TreeSet<Long> withBoth = survivors(new NetworkModel(LATENCY, 0.2, 0.3));
        TreeSet<Long> withLossOnly = survivors(new NetworkModel(LATENCY, 0.2, 0));
        TreeSet<Long> withMoreLoss = survivors(new NetworkModel(LATENCY, 0.4, 0));

        assertThat(withBoth).containsAll(withLossOnly);
        assertThat(withLossOnly).containsAll(withMoreLoss).hasSizeGreaterThan(withMoreLoss.size());
    }

    @Test
    void nothing_passes_a_cut_until_it_heals() {
        Network network = network(new NetworkModel(LATENCY, 0, 0), Codec.NONE);
        int cut = network.cuts().cut(List.of(0), List.of(1));
        send(network, Carrier.DATAGRAM, 1);
        send(network, Carrier.STREAM, 2);
        network.cuts().heal(cut);
        send(network, Carrier.DATAGRAM, 3);
        engine.runUntil(1_000 * MS);

        assertThat(listener.pings).containsExactly(3L);
        assertThat(network.traffic().packets(Carrier.DATAGRAM, Fate.CUT)).isEqualTo(1);
        assertThat(network.traffic().packets(Carrier.STREAM, Fate.CUT)).isEqualTo(1);
    }

    @Test
    void frames_die_with_the_process_that_they_were_sent_to_but_datagrams_do_not() {
        Network network = network(new NetworkModel(LATENCY, 0, 0), Codec.NONE);
        send(network, Carrier.DATAGRAM, 1);
        send(network, Carrier.STREAM, 2);

        network.reset(1);
        engine.runUntil(1_000 * MS);

        assertThat(listener.pings).containsExactly(1L);
        assertThat(network.traffic().packets(Carrier.STREAM, Fate.UNREACHABLE)).isEqualTo(1);
    }

    @Test
    void what_is_sent_to_nobody_is_unreachable() {
        Network network = network(new NetworkModel(LATENCY, 0, 0), Codec.NONE);

        network.send(0, new AgentEffect.Transmit(Addresses.of(7), Carrier.DATAGRAM, ping(1)));

        assertThat(network.traffic().packets(Carrier.DATAGRAM, Fate.UNREACHABLE)).isEqualTo(1);
    }

    @Test
    void sizes_are_exact_without_the_codec_and_a_frame_has_its_length_in_front() {
        Network encoding = network(new NetworkModel(LATENCY, 0, 0), Codec.ALWAYS);
        Network sizing = network(new NetworkModel(LATENCY, 0, 0), Codec.NONE);
        for (Network network : List.of(encoding, sizing)) {
            send(network, Carrier.DATAGRAM, 1);
            send(network, Carrier.STREAM, 1);
        }

        long datagram = encoding.traffic().bytes(Carrier.DATAGRAM);
        assertThat(sizing.traffic().bytes(Carrier.DATAGRAM)).isEqualTo(datagram);
        assertThat(encoding.traffic().bytes(Carrier.STREAM)).isEqualTo(datagram + 4);
        assertThat(sizing.traffic().bytes(Carrier.STREAM)).isEqualTo(datagram + 4);
        assertThat(encoding.contentHash()).isNotZero();
        assertThat(sizing.contentHash()).isZero();
    }

    private TreeSet<Long> survivors(NetworkModel model) {
        listener.pings.clear();
        Network network = network(model, Codec.NONE);
        for (int i = 0; i < 1_000; i++) {
            send(network, Carrier.DATAGRAM, i);
        }
        engine.runUntil(engine.nowNanos() + 1_000 * MS);
        return new TreeSet<>(listener.pings);
    }

    private Network network(NetworkModel model, Codec codec) {
        Network network = new Network(model, codec, new Draws(1), engine);
        network.grow(2);
        listener.network = network;
        while (engine.add(listener) < 1) {}
        return network;
    }

    private static void send(Network network, Carrier carrier, long sequence) {
        network.send(0, new AgentEffect.Transmit(Addresses.of(1), carrier, ping(sequence)));
    }

    private static Packet ping(long sequence) {
        NodeId id = NodeId.hashOf(new byte[] {1});
        Sender sender = new Sender(id, 1, Addresses.of(0));
        return new Packet(sender, List.of(new SwimMessage.Ping(sequence, id)));
    }
}
