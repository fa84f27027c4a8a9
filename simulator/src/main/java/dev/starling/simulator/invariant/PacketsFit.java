package dev.starling.simulator.invariant;

import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import java.util.Optional;

/** The packet budget is part of the protocol: what exceeds it is lost on a real network. */
public final class PacketsFit implements Invariant {

    @Override
    public String claim() {
        return "no packet is larger than its carrier takes";
    }

    @Override
    public Optional<String> onSent(int node, Carrier carrier, int sizeBytes) {
        int most =
                switch (carrier) {
                    case DATAGRAM -> Limits.DATAGRAM_BYTES;
                    case STREAM -> Limits.FRAME_BYTES;
                };
        if (sizeBytes <= most) return Optional.empty();
        return Optional.of("a " + carrier + " of " + sizeBytes + " bytes, at most " + most);
    }
}
