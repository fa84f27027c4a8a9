package dev.starling.gossip;

import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.nio.charset.StandardCharsets;

/**
 * What a node says of itself.
 *
 * @param id who
 * @param epoch which life: persisted, one more at each start
 * @param incarnation which statement of this life: raised only by the node itself, to refute
 * @param name for people, 1 to {@value #NAME_BYTES} bytes of UTF-8; not an identity
 * @param endpoint where it is reached
 * @param zone failure domain, 0 to {@value #ZONE_BYTES} bytes of UTF-8; empty if unknown
 */
public record MemberRecord(
        NodeId id, long epoch, long incarnation, String name, Endpoint endpoint, String zone) {

    public static final int NAME_BYTES = 64;
    public static final int ZONE_BYTES = 32;

    public MemberRecord {
        if (name.isEmpty() || isLonger(name, NAME_BYTES)) {
            throw new IllegalArgumentException(
                    "a node's name has 1 to " + NAME_BYTES + " bytes: \"" + name + "\"");
        }
        if (isLonger(zone, ZONE_BYTES)) {
            throw new IllegalArgumentException(
                    "a zone's name has at most " + ZONE_BYTES + " bytes: \"" + zone + "\"");
        }
    }

    public MemberRecord withIncarnation(long raised) {
        return new MemberRecord(id, epoch, raised, name, endpoint, zone);
    }

    /** The same said in another life. */
    public MemberRecord withLife(long otherEpoch, long otherIncarnation) {
        return new MemberRecord(id, otherEpoch, otherIncarnation, name, endpoint, zone);
    }

    /** A char is at most 3 bytes of UTF-8, so that most are known to fit without counting. */
    private static boolean isLonger(String text, int bytes) {
        return text.length() * 3L > bytes && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
