package dev.starling.wire;

import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Appends fixed layouts to a bounded run of bytes, big-endian.
 *
 * <p>A sizing writer counts and keeps nothing, so that the same layout code answers "how large?"
 * before any byte exists. Writing past the limit is our own bug, an {@link IllegalStateException}:
 * whoever writes asks for the size first.
 */
public final class WireWriter {

    private static final int INITIAL_BYTES = 256;

    private final int limitBytes;
    private final boolean isSizing;
    private byte[] buffer;
    private int size;

    private WireWriter(int limitBytes, boolean isSizing) {
        this.limitBytes = limitBytes;
        this.isSizing = isSizing;
        this.buffer = new byte[isSizing ? 0 : Math.min(limitBytes, INITIAL_BYTES)];
    }

    public static WireWriter upTo(int limitBytes) {
        return new WireWriter(limitBytes, false);
    }

    public static WireWriter sizing() {
        return new WireWriter(Integer.MAX_VALUE, true);
    }

    public int size() {
        return size;
    }

    public byte[] toArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void u8(int value) {
        int at = advance(1);
        if (!isSizing) buffer[at] = (byte) value;
    }

    public void u16(int value) {
        bigEndian(value, 2);
    }

    public void u32(long value) {
        bigEndian(value, 4);
    }

    public void u64(long value) {
        bigEndian(value, 8);
    }

    public void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    /** Seven bits a byte, low bits first, of an unsigned number: 1 to 10 bytes. */
    public void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        u8((int) rest);
    }

    public static int varintSize(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }

    /** These bytes and nothing else: the reader must know how many. */
    public void raw(byte[] bytes) {
        int at = advance(bytes.length);
        if (!isSizing) System.arraycopy(bytes, 0, buffer, at, bytes.length);
    }

    /** A length as varint, then the bytes. */
    public void bytes(Bytes bytes) {
        varint(bytes.length());
        int at = advance(bytes.length());
        if (!isSizing) bytes.copyTo(buffer, at);
    }

    /** A length in bytes as varint, then UTF-8. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        raw(utf8);
    }

    public void nodeId(NodeId id) {
        u64(id.bits0());
        u64(id.bits1());
        u64(id.bits2());
        u64(id.bits3());
    }

    /** A byte that says 4 or 6, the address, the port: 7 or 19 bytes. */
    public void endpoint(Endpoint endpoint) {
        byte[] address = endpoint.address().getAddress();
        u8(address.length == 4 ? 4 : 6);
        raw(address);
        u16(endpoint.port());
    }

    private void bigEndian(long value, int bytes) {
        int at = advance(bytes);
        if (isSizing) return;
        for (int i = 0; i < bytes; i++) {
            buffer[at + i] = (byte) (value >>> 8 * (bytes - 1 - i));
        }
    }

    private int advance(int bytes) {
        int at = size;
        if (bytes > limitBytes - size) {
            throw new IllegalStateException(
                    "writing " + bytes + " bytes at " + size + " of " + limitBytes);
        }
        size += bytes;
        if (!isSizing && size > buffer.length) {
            int doubled = (int) Math.min(limitBytes, Math.max(size, 2L * buffer.length));
            buffer = Arrays.copyOf(buffer, doubled);
        }
        return at;
    }
}
