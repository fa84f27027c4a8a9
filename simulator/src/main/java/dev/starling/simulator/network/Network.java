package dev.starling.simulator.network;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Packet;
import dev.starling.simulator.engine.Draws;
import dev.starling.simulator.engine.Draws.Purpose;
import dev.starling.simulator.engine.Engine;
import dev.starling.simulator.network.Traffic.Fate;
import dev.starling.simulator.scenario.Codec;
import dev.starling.simulator.scenario.NetworkModel;
import dev.starling.wire.Carrier;

import java.util.Arrays;
import java.util.Optional;

/** Carries packets from node to node: decides each one's fate and when it arrives. */
public final class Network {

    /** The length in front of each frame of a stream. */
    private static final int FRAME_LENGTH_BYTES = 4;

    private final Engine engine;
    private final Links links;
    private final Wire wire;
    private final Streams streams = new Streams();
    private final Cuts cuts = new Cuts();
    private final Traffic traffic = new Traffic();
    private long[] sequences = new long[16];
    private int[] connections = new int[16];
    private int nodes;

    public Network(NetworkModel model, Codec codec, Draws draws, Engine engine) {
        this.engine = engine;
        this.links = new Links(model, draws);
        this.wire = new Wire(codec);
    }

    /** Makes room for node numbers below {@code count}. */
    public void grow(int count) {
        nodes = count;
        cuts.grow(count);
        if (count <= sequences.length) return;
        sequences = Arrays.copyOf(sequences, 2 * count);
        connections = Arrays.copyOf(connections, 2 * count);
    }

    public Cuts cuts() {
        return cuts;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** A fingerprint of all bytes sent so far; 0 if packets are not encoded. */
    public long contentHash() {
        return wire.contentHash();
    }

    /** Frames on their way to this node will find their streams gone: its process has ended. */
    public void reset(int node) {
        connections[node]++;
    }

    /** Sends what {@code from} wants sent, now; says how large it was. */
    public int send(int from, AgentEffect.Transmit transmit) {
        long sequence = sequences[from]++;
        Carrier carrier = transmit.carrier();
        Parcel parcel = wire.pack(transmit.packet());
        traffic.onSent(carrier, sizeOf(carrier, parcel));
        int to = Addresses.nodeAt(transmit.to());
        if (to < 0 || to >= nodes) {
            traffic.onFate(carrier, Fate.UNREACHABLE);
        } else if (cuts.isCut(from, to)) {
            traffic.onFate(carrier, Fate.CUT);
        } else {
            Arrival arrival = new Arrival(from, sequence, carrier, connections[to], parcel);
            switch (carrier) {
                case DATAGRAM -> sendDatagram(to, arrival);
                case STREAM -> sendFrame(to, arrival);
            }
        }
        return parcel.sizeBytes();
    }

    /** Unpacks what arrived at {@code node}, unless its stream is gone. */
    public Optional<Packet> receive(int node, Arrival arrival) {
        boolean isStream = arrival.carrier() == Carrier.STREAM;
        if (isStream && arrival.connection() != connections[node]) {
            traffic.onFate(Carrier.STREAM, Fate.UNREACHABLE);
            return Optional.empty();
        }
        traffic.onFate(arrival.carrier(), Fate.DELIVERED);
        return Optional.of(wire.unpack(arrival.parcel()));
    }

    /** Nobody listens where this arrived. */
    public void refuse(Arrival arrival) {
        traffic.onFate(arrival.carrier(), Fate.UNREACHABLE);
    }

    private void sendDatagram(int to, Arrival arrival) {
        int from = arrival.from();
        long sequence = arrival.sequence();
        if (links.isLost(from, to, sequence)) {
            traffic.onFate(Carrier.DATAGRAM, Fate.LOST);
        } else {
            post(to, links.delayNanos(from, to, sequence, Purpose.JITTER), arrival);
        }
        if (links.isDuplicated(from, to, sequence)) {
            traffic.onDuplicated(Carrier.DATAGRAM);
            post(to, links.delayNanos(from, to, sequence, Purpose.DUPLICATE_JITTER), arrival);
        }
    }

    private void sendFrame(int to, Arrival arrival) {
        int from = arrival.from();
        long repeats = links.repeatNanos(from, to, arrival.sequence());
        if (repeats < 0) {
            traffic.onFate(Carrier.STREAM, Fate.LOST);
            return;
        }
        long oneWay = links.delayNanos(from, to, arrival.sequence(), Purpose.JITTER);
        long now = engine.nowNanos();
        long pair = (long) from << 32 | to;
        post(to, streams.arrivalNanos(pair, now, oneWay, repeats) - now, arrival);
    }

    private void post(int to, long delayNanos, Arrival arrival) {
        long at = engine.nowNanos() + delayNanos;
        engine.post(at, to, arrival.from(), arrival.sequence(), arrival);
    }

    private static int sizeOf(Carrier carrier, Parcel parcel) {
        int frame = carrier == Carrier.STREAM ? FRAME_LENGTH_BYTES : 0;
        return parcel.sizeBytes() + frame;
    }
}
