package dev.starling.wire;

import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes fixed layouts from bytes that a stranger may have written: every read checks what is left,
 * every length is held against a bound before anything is allocated.
 */
public final class WireReader {

    private final byte[] buffer;
    private final int end;
    private int position;

    private WireReader(byte[] buffer, int position, int end) {
        this.buffer = buffer;
        this.position = position;
        this.end = end;
    }

    /** Reads {@code bytes}, which must not change meanwhile. */
    public static WireReader of(byte[] bytes) {
        return new WireReader(bytes, 0, bytes.length);
    }

    public int remaining() {
        return end - position;
    }

    /** Takes the next {@code length} bytes as a reader of their own. */
    public WireReader slice(int length) throws MalformedMessageException {
        int at = advance(length);
        return new WireReader(buffer, at, at + length);
    }

    public int u8() throws MalformedMessageException {
        return buffer[advance(1)] & 0xff;
    }

    public int u16() throws MalformedMessageException {
        return (int) bigEndian(2);
    }

    public long u32() throws MalformedMessageException {
        return bigEndian(4);
    }

    public long u64() throws MalformedMessageException {
        return bigEndian(8);
    }

    public boolean bool() throws MalformedMessageException {
        int value = u8();
        if (value > 1) throw new MalformedMessageException("a flag is 0 or 1, not " + value);
        return value == 1;
    }

    public long varint() throws MalformedMessageException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            if (shift == 63 && next > 1) break;
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new MalformedMessageException("a varint of more than 64 bits");
    }

    /** A varint from 0 to {@code most}: how many items follow, how long something is. */
    public int count(int most) throws MalformedMessageException {
        long value = varint();
        if (value < 0 || value > most) {
            throw new MalformedMessageException(
                    "a count of " + Long.toUnsignedString(value) + ", at most " + most);
        }
        return (int) value;
    }

    /** Bytes behind their length, at most {@code most} of them. */
    public Bytes bytes(int most) throws MalformedMessageException {
        int length = count(most);
        int at = advance(length);
        return Bytes.of(Arrays.copyOfRange(buffer, at, at + length));
    }

    /** UTF-8 behind its length in bytes, at most {@code mostBytes}; damaged UTF-8 is refused. */
    public String text(int mostBytes) throws MalformedMessageException {
        int length = count(mostBytes);
        int at = advance(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, at, length))
                    .toString();
        } catch (CharacterCodingException damaged) {
            throw new MalformedMessageException("text that is not UTF-8");
        }
    }

    public NodeId nodeId() throws MalformedMessageException {
        return new NodeId(u64(), u64(), u64(), u64());
    }

    public Endpoint endpoint() throws MalformedMessageException {
        int family = u8();
        if (family != 4 && family != 6) {
            throw new MalformedMessageException("an address of family " + family);
        }
        int length = family == 4 ? 4 : 16;
        int at = advance(length);
        int port = u16();
        if (port == 0) throw new MalformedMessageException("port 0");
        return new Endpoint(address(Arrays.copyOfRange(buffer, at, at + length)), port);
    }

    private static InetAddress address(byte[] bytes) throws MalformedMessageException {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new MalformedMessageException("an address of " + bytes.length + " bytes");
        }
    }

    private long bigEndian(int bytes) throws MalformedMessageException {
        int at = advance(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | buffer[at + i] & 0xff;
        }
        return value;
    }

    private int advance(int bytes) throws MalformedMessageException {
        if (bytes < 0 || bytes > end - position) {
            throw new MalformedMessageException(
                    "needs " + bytes + " bytes where " + (end - position) + " are left");
        }
        int at = position;
        position += bytes;
        return at;
    }
}
