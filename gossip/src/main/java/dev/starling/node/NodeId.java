package dev.starling.node;

import org.apache.commons.codec.digest.DigestUtils;

import java.util.HexFormat;

/**
 * The 256 bits that name a node and place it in the Kademlia space: SHA-256 of its Ed25519 public
 * key, as four big-endian longs.
 *
 * <p>Ordered as an unsigned number, so that ids which share a prefix are neighbours in a sorted
 * list.
 */
public record NodeId(long bits0, long bits1, long bits2, long bits3) implements Comparable<NodeId> {

    /** How many bytes an id takes on the wire. */
    public static final int SIZE_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    /** The id of whoever holds this public key (its X.509 encoding). */
    public static NodeId ofPublicKey(byte[] encodedKey) {
        return hashOf(encodedKey);
    }

    /** The point in the id space that SHA-256 gives for these bytes. */
    public static NodeId hashOf(byte[] bytes) {
        return ofBytes(DigestUtils.sha256(bytes));
    }

    /** Reads exactly 32 big-endian bytes; other lengths are an {@link IllegalArgumentException}. */
    public static NodeId ofBytes(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a node id has 32 bytes, not " + bytes.length);
        }
        return new NodeId(longAt(bytes, 0), longAt(bytes, 8), longAt(bytes, 16), longAt(bytes, 24));
    }

    /** Reads 64 hexadecimal digits; anything else is an {@link IllegalArgumentException}. */
    public static NodeId parse(String hex) {
        return ofBytes(HEX.parseHex(hex));
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[SIZE_BYTES];
        putLong(bytes, 0, bits0);
        putLong(bytes, 8, bits1);
        putLong(bytes, 16, bits2);
        putLong(bytes, 24, bits3);
        return bytes;
    }

    /** The XOR metric (Kademlia §2.1) as a point: closer to zero is closer to {@code other}. */
    public NodeId distanceTo(NodeId other) {
        return new NodeId(
                bits0 ^ other.bits0, bits1 ^ other.bits1, bits2 ^ other.bits2, bits3 ^ other.bits3);
    }

    /** Below zero if {@code left} is closer to this point than {@code right}, zero if equal. */
    public int compareDistance(NodeId left, NodeId right) {
        int order = Long.compareUnsigned(bits0 ^ left.bits0, bits0 ^ right.bits0);
        if (order != 0) return order;
        order = Long.compareUnsigned(bits1 ^ left.bits1, bits1 ^ right.bits1);
        if (order != 0) return order;
        order = Long.compareUnsigned(bits2 ^ left.bits2, bits2 ^ right.bits2);
        if (order != 0) return order;
        return Long.compareUnsigned(bits3 ^ left.bits3, bits3 ^ right.bits3);
    }

    @Override
    public int compareTo(NodeId other) {
        int order = Long.compareUnsigned(bits0, other.bits0);
        if (order != 0) return order;
        order = Long.compareUnsigned(bits1, other.bits1);
        if (order != 0) return order;
        order = Long.compareUnsigned(bits2, other.bits2);
        if (order != 0) return order;
        return Long.compareUnsigned(bits3, other.bits3);
    }

    /** All 64 digits, as operators copy it. */
    public String toHex() {
        return HEX.toHexDigits(bits0)
                + HEX.toHexDigits(bits1)
                + HEX.toHexDigits(bits2)
                + HEX.toHexDigits(bits3);
    }

    /** The first ten digits: enough to tell nodes apart in a table or a log. */
    public String toShortHex() {
        return HEX.toHexDigits(bits0).substring(0, 10);
    }

    @Override
    public String toString() {
        return toShortHex();
    }

    private static long longAt(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    private static void putLong(byte[] bytes, int offset, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[offset + i] = (byte) (value >>> 56 - 8 * i);
        }
    }
}
