package dev.starling.simulator.network;

import dev.starling.node.Chance;
import dev.starling.simulator.engine.Event;
import dev.starling.wire.Carrier;

/**
 * A packet reaches a host.
 *
 * @param from the number of the node that sent it
 * @param sequence its number among all that this node sent
 * @param connection for which life of the receiver's process a stream was opened; frames for an
 *     earlier one are gone with it
 */
public record Arrival(int from, long sequence, Carrier carrier, int connection, Parcel parcel)
        implements Event {

    static final int DATAGRAM_KIND = 2;
    static final int STREAM_KIND = 3;

    @Override
    public int kind() {
        return carrier == Carrier.DATAGRAM ? DATAGRAM_KIND : STREAM_KIND;
    }

    @Override
    public long fingerprint() {
        return Chance.mix((long) from << 32 | parcel.sizeBytes()) ^ sequence;
    }
}
