package dev.starling.dht.routing;

import dev.starling.node.NodeId;

/** The bits of ids, counted from the most significant: what two ids share decides distance. */
final class Prefix {

    private Prefix() {}

    /** How many leading bits the two have in common: 0 to 256. */
    static int shared(NodeId left, NodeId right) {
        NodeId distance = left.distanceTo(right);
        if (distance.bits0() != 0) return Long.numberOfLeadingZeros(distance.bits0());
        if (distance.bits1() != 0) return 64 + Long.numberOfLeadingZeros(distance.bits1());
        if (distance.bits2() != 0) return 128 + Long.numberOfLeadingZeros(distance.bits2());
        return 192 + Long.numberOfLeadingZeros(distance.bits3());
    }

    /** Whether the bit at {@code index}, 0 to 255, is one. */
    static boolean isSet(NodeId id, int index) {
        long word =
                switch (index >>> 6) {
                    case 0 -> id.bits0();
                    case 1 -> id.bits1();
                    case 2 -> id.bits2();
                    default -> id.bits3();
                };
        return (word >>> 63 - (index & 63) & 1) != 0;
    }
}
