package dev.starling.gossip;

import dev.starling.node.Bytes;
import dev.starling.node.NodeId;

/**
 * Bytes of another layer that gossip carries to everybody. One per origin and topic is kept: of
 * two, the higher (epoch, version) wins.
 *
 * @param topic 0 to 255, given out by the layer above
 * @param payload at most {@value #PAYLOAD_BYTES} bytes
 */
public record Notice(NodeId origin, int topic, long epoch, long version, Bytes payload) {

    public static final int PAYLOAD_BYTES = 512;

    public Notice {
        if (topic < 0 || topic > 255) throw new IllegalArgumentException("topic " + topic);
        if (payload.length() > PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a notice of " + payload.length() + " bytes, at most " + PAYLOAD_BYTES);
        }
    }

    /** Whether this says something newer than {@code other} of the same origin and topic. */
    public boolean supersedes(Notice other) {
        int order = Long.compareUnsigned(epoch, other.epoch);
        return order != 0 ? order > 0 : Long.compareUnsigned(version, other.version) > 0;
    }
}
