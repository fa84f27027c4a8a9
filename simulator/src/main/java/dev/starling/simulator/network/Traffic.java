package dev.starling.simulator.network;

import dev.starling.wire.Carrier;

import java.util.EnumMap;
import java.util.Map;

/** Counts what the network was given and what became of it. */
public final class Traffic {

    /** What can become of a packet. */
    public enum Fate {
        DELIVERED,
        /** Drawn by the scenario's loss. */
        LOST,
        /** Between two sides of a partition. */
        CUT,
        /** Nobody listens there, or its process died with the stream. */
        UNREACHABLE
    }

    private static final class Count {
        private long packets;
        private long bytes;
        private long duplicates;
        private int largestBytes;
        private final long[] fates = new long[Fate.values().length];
    }

    private final Map<Carrier, Count> counts = new EnumMap<>(Carrier.class);

    Traffic() {
        for (Carrier carrier : Carrier.values()) {
            counts.put(carrier, new Count());
        }
    }

    void onSent(Carrier carrier, int sizeBytes) {
        Count count = counts.get(carrier);
        count.packets++;
        count.bytes += sizeBytes;
        count.largestBytes = Math.max(count.largestBytes, sizeBytes);
    }

    void onDuplicated(Carrier carrier) {
        counts.get(carrier).duplicates++;
    }

    void onFate(Carrier carrier, Fate fate) {
        counts.get(carrier).fates[fate.ordinal()]++;
    }

    public long packets(Carrier carrier) {
        return counts.get(carrier).packets;
    }

    /** Payload: what UDP or TCP carry, without their headers and those of IP. */
    public long bytes(Carrier carrier) {
        return counts.get(carrier).bytes;
    }

    public long duplicates(Carrier carrier) {
        return counts.get(carrier).duplicates;
    }

    public int largestBytes(Carrier carrier) {
        return counts.get(carrier).largestBytes;
    }

    public long packets(Carrier carrier, Fate fate) {
        return counts.get(carrier).fates[fate.ordinal()];
    }
}
