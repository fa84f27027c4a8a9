package dev.starling.simulator.network;

import dev.starling.agent.core.Packet;
import dev.starling.agent.core.PacketCodec;
import dev.starling.node.Chance;
import dev.starling.simulator.scenario.Codec;
import dev.starling.wire.MalformedMessageException;

import java.util.Arrays;

/** Packs and unpacks, with or without the real codec. */
final class Wire {

    private final PacketCodec codec = new PacketCodec("simulated");
    private final Codec mode;
    private long contentHash;

    Wire(Codec mode) {
        this.mode = mode;
    }

    Parcel pack(Packet packet) {
        return switch (mode) {
            case ALWAYS -> {
                byte[] bytes = codec.encode(packet);
                contentHash = Chance.mix(contentHash ^ Arrays.hashCode(bytes));
                yield new Parcel.Encoded(bytes);
            }
            case NONE -> new Parcel.Plain(packet, codec.sizeOf(packet));
        };
    }

    Packet unpack(Parcel parcel) {
        return switch (parcel) {
            case Parcel.Encoded(byte[] bytes) -> decode(bytes);
            case Parcel.Plain(Packet packet, int sizeBytes) -> packet;
        };
    }

    /** A fingerprint of all bytes packed so far; 0 if packets are not encoded. */
    long contentHash() {
        return contentHash;
    }

    private Packet decode(byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (MalformedMessageException refused) {
            // Nothing damages packets here: encoder and decoder disagree.
            throw new IllegalStateException("our own packet is refused", refused);
        }
    }
}
