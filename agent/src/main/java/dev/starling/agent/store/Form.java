package dev.starling.agent.store;

import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

/**
 * How values of one type are kept: a format byte, then fixed fields. A newer agent may append
 * fields, which an older one ignores; a change that is more than that takes the next format.
 */
interface Form<T> {

    int FORMAT = 1;

    /** Ten times what the largest value may have; what was written must always be readable. */
    int MOST_BYTES = 1 << 20;

    void write(T value, WireWriter writer);

    T read(WireReader reader) throws MalformedMessageException;

    default byte[] encode(T value) {
        WireWriter writer = WireWriter.upTo(MOST_BYTES);
        writer.u8(FORMAT);
        write(value, writer);
        return writer.toArray();
    }

    /** Refuses what is damaged or of another format, also values that their type refuses. */
    default T decode(byte[] bytes) throws MalformedMessageException {
        WireReader reader = WireReader.of(bytes);
        int format = reader.u8();
        if (format != FORMAT) throw new MalformedMessageException("format " + format);
        try {
            return read(reader);
        } catch (IllegalArgumentException refused) {
            throw new MalformedMessageException(refused.getMessage());
        }
    }
}
