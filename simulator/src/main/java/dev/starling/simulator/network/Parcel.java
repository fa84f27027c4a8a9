package dev.starling.simulator.network;

import dev.starling.agent.core.Packet;

/** A packet under way. */
public sealed interface Parcel {

    /** Exactly what it takes of a datagram or of a frame. */
    int sizeBytes();

    /** As bytes, which is all that a real network moves. */
    record Encoded(byte[] bytes) implements Parcel {
        @Override
        public int sizeBytes() {
            return bytes.length;
        }
    }

    /** As the value itself. */
    record Plain(Packet packet, int sizeBytes) implements Parcel {}
}
