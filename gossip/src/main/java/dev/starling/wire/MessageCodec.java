package dev.starling.wire;

/**
 * The byte layouts of one protocol's messages.
 *
 * <p>Kinds are append-only and never reused: 1 to 31 SWIM, 32 to 63 the table, 64 to 95 tasks. A
 * reader takes the fields it knows and ignores bytes behind them, so that a newer agent may append
 * fields; a message that ends too early is refused.
 */
public interface MessageCodec<M extends Message> {

    /** The kind byte of this message. */
    int kindOf(M message);

    /** Appends the body, without kind and length. */
    void write(M message, WireWriter writer);

    /** Reads a body of a kind that {@link #knows}. */
    M read(int kind, WireReader reader) throws MalformedMessageException;

    /** Whether this codec reads {@code kind}; unknown kinds are skipped by their length. */
    boolean knows(int kind);

    /** Exact size of the body that {@link #write} would append. */
    default int sizeOf(M message) {
        WireWriter sizing = WireWriter.sizing();
        write(message, sizing);
        return sizing.size();
    }

    /** Exact size of the message in a packet: kind, length and body. */
    default int framedSizeOf(M message) {
        int body = sizeOf(message);
        return 1 + WireWriter.varintSize(body) + body;
    }
}
