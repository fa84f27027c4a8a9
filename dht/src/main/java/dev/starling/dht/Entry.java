package dev.starling.dht;

import dev.starling.node.Bytes;
import dev.starling.node.NodeId;

/**
 * One writer's value under a key; a key holds many, told apart by {@code subkey}.
 *
 * @param subkey 1 to {@value #SUBKEY_BYTES} bytes, unique within the key
 * @param writer the node that wrote it
 * @param version replicas keep the highest; equal versions renew the lease
 * @param leaseNanos what remains of its life unless renewed: a duration on the holder's own clock,
 *     never lengthened by passing it on. It only collects garbage
 * @param isTombstone whether this records a removal; its payload is empty
 * @param payload at most {@value #PAYLOAD_BYTES} bytes, opaque here
 */
public record Entry(
        Bytes subkey,
        NodeId writer,
        Version version,
        long leaseNanos,
        boolean isTombstone,
        Bytes payload) {

    public static final int SUBKEY_BYTES = 320;
    public static final int PAYLOAD_BYTES = 8 * 1024;

    public Entry {
        if (subkey.length() < 1 || subkey.length() > SUBKEY_BYTES) {
            throw new IllegalArgumentException("a subkey of " + subkey.length() + " bytes");
        }
        if (payload.length() > PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "an entry of " + payload.length() + " bytes, at most " + PAYLOAD_BYTES);
        }
        if (leaseNanos < 0) throw new IllegalArgumentException("a lease of " + leaseNanos + " ns");
        if (isTombstone && payload.length() > 0) {
            throw new IllegalArgumentException("a tombstone with a payload");
        }
    }

    public Entry withLease(long remainingNanos) {
        return new Entry(subkey, writer, version, remainingNanos, isTombstone, payload);
    }

    /**
     * The merge rule: whether this replaces {@code other} of the same subkey. Equal versions with
     * different content cannot come from one honest writer; the same one then wins on every node.
     */
    public boolean supersedes(Entry other) {
        int order = version.compareTo(other.version);
        if (order != 0) return order > 0;
        if (isTombstone != other.isTombstone) return isTombstone;
        order = writer.compareTo(other.writer);
        return order != 0 ? order > 0 : payload.compareTo(other.payload) > 0;
    }
}
