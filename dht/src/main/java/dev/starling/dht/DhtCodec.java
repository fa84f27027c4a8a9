package dev.starling.dht;

import dev.starling.dht.DhtMessage.Closer;
import dev.starling.dht.DhtMessage.Find;
import dev.starling.dht.DhtMessage.Get;
import dev.starling.dht.DhtMessage.Held;
import dev.starling.dht.DhtMessage.Put;
import dev.starling.dht.DhtMessage.PutAck;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.MessageCodec;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * The byte layouts of the table's messages. Every message begins with its request id, u64.
 *
 * <pre>
 *  32 Find    id, target (32 bytes), known
 *  33 Closer  id, contacts
 *  34 Get     id, key, known
 *  35 Held    id, isReplica, isSettled, isCut (one byte each), contacts, entries
 *  36 Put     id, key, entries, known
 *  37 PutAck  id, isHeld (one byte), contacts
 *
 *  known      count (varint, at most 20), then u64 each: the first 8 bytes of an id
 *  contacts   count (varint, at most 20), then each: id (32 bytes), endpoint
 *  key        space (u8), point (32 bytes)
 *  entries    count (varint), then each:
 *             subkey (length as varint, 1 to 320, then bytes), writer (32 bytes),
 *             epoch (varint), sequence (varint), remaining lease in nanoseconds (varint),
 *             isTombstone (one byte), payload (length as varint, at most 8,192, then bytes)
 * </pre>
 */
public final class DhtCodec implements MessageCodec<DhtMessage> {

    /** What a list of entries may take, so that the message around it still fits a frame. */
    public static final int ENTRIES_BYTES = Limits.FRAME_MESSAGES_BYTES - 2_048;

    private static final int FIND = 32;
    private static final int CLOSER = 33;
    private static final int GET = 34;
    private static final int HELD = 35;
    private static final int PUT = 36;
    private static final int PUT_ACK = 37;

    /** The shortest entry is 39 bytes: more than this many do not fit a frame. */
    private static final int MOST_ENTRIES = Limits.FRAME_BYTES / 39;

    /** What {@code entry} takes in a list of entries. */
    public static int sizeOf(Entry entry) {
        WireWriter sizing = WireWriter.sizing();
        writeEntry(entry, sizing);
        return sizing.size();
    }

    @Override
    public int kindOf(DhtMessage message) {
        return switch (message) {
            case Find _ -> FIND;
            case Closer _ -> CLOSER;
            case Get _ -> GET;
            case Held _ -> HELD;
            case Put _ -> PUT;
            case PutAck _ -> PUT_ACK;
        };
    }

    @Override
    public boolean knows(int kind) {
        return kind >= FIND && kind <= PUT_ACK;
    }

    @Override
    public void write(DhtMessage message, WireWriter writer) {
        writer.u64(message.requestId());
        switch (message) {
            case Find find -> {
                writer.nodeId(find.target());
                writeKnown(find.known(), writer);
            }
            case Closer closer -> writeContacts(closer.closer(), writer);
            case Get get -> {
                writeKey(get.key(), writer);
                writeKnown(get.known(), writer);
            }
            case Held held -> {
                writer.bool(held.isReplica());
                writer.bool(held.isSettled());
                writer.bool(held.isCut());
                writeContacts(held.closer(), writer);
                writeEntries(held.entries(), writer);
            }
            case Put put -> {
                writeKey(put.key(), writer);
                writeEntries(put.entries(), writer);
                writeKnown(put.known(), writer);
            }
            case PutAck ack -> {
                writer.bool(ack.isHeld());
                writeContacts(ack.closer(), writer);
            }
        }
    }

    @Override
    public DhtMessage read(int kind, WireReader reader) throws MalformedMessageException {
        long requestId = reader.u64();
        return switch (kind) {
            case FIND -> new Find(requestId, reader.nodeId(), readKnown(reader));
            case CLOSER -> new Closer(requestId, readContacts(reader));
            case GET -> new Get(requestId, readKey(reader), readKnown(reader));
            case HELD -> readHeld(requestId, reader);
            case PUT -> new Put(requestId, readKey(reader), readEntries(reader), readKnown(reader));
            case PUT_ACK -> new PutAck(requestId, reader.bool(), readContacts(reader));
            default -> throw new MalformedMessageException("not a message of the table: " + kind);
        };
    }

    private static Held readHeld(long requestId, WireReader reader)
            throws MalformedMessageException {
        boolean isReplica = reader.bool();
        boolean isSettled = reader.bool();
        boolean isCut = reader.bool();
        List<Contact> closer = readContacts(reader);
        return new Held(requestId, isReplica, isSettled, isCut, closer, readEntries(reader));
    }

    private static void writeKnown(List<Long> known, WireWriter writer) {
        writer.varint(known.size());
        for (long prefix : known) {
            writer.u64(prefix);
        }
    }

    private static List<Long> readKnown(WireReader reader) throws MalformedMessageException {
        int count = reader.count(DhtMessage.MOST_CONTACTS);
        List<Long> known = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            known.add(reader.u64());
        }
        return List.copyOf(known);
    }

    private static void writeContacts(List<Contact> contacts, WireWriter writer) {
        writer.varint(contacts.size());
        for (Contact contact : contacts) {
            writer.nodeId(contact.id());
            writer.endpoint(contact.endpoint());
        }
    }

    private static List<Contact> readContacts(WireReader reader) throws MalformedMessageException {
        int count = reader.count(DhtMessage.MOST_CONTACTS);
        List<Contact> contacts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            contacts.add(new Contact(reader.nodeId(), reader.endpoint()));
        }
        return List.copyOf(contacts);
    }

    private static void writeKey(Key key, WireWriter writer) {
        writer.u8(key.space());
        writer.nodeId(key.point());
    }

    private static Key readKey(WireReader reader) throws MalformedMessageException {
        return new Key(reader.u8(), reader.nodeId());
    }

    private static void writeEntries(List<Entry> entries, WireWriter writer) {
        writer.varint(entries.size());
        for (Entry entry : entries) {
            writeEntry(entry, writer);
        }
    }

    /** Grows the list as entries are read: a count alone makes nobody allocate. */
    private static List<Entry> readEntries(WireReader reader) throws MalformedMessageException {
        int count = reader.count(MOST_ENTRIES);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(reader));
        }
        return List.copyOf(entries);
    }

    private static void writeEntry(Entry entry, WireWriter writer) {
        writer.bytes(entry.subkey());
        writer.nodeId(entry.writer());
        writer.varint(entry.version().epoch());
        writer.varint(entry.version().sequence());
        writer.varint(entry.leaseNanos());
        writer.bool(entry.isTombstone());
        writer.bytes(entry.payload());
    }

    private static Entry readEntry(WireReader reader) throws MalformedMessageException {
        Bytes subkey = reader.bytes(Entry.SUBKEY_BYTES);
        if (subkey.length() == 0) throw new MalformedMessageException("an entry without a subkey");
        NodeId writer = reader.nodeId();
        Version version = new Version(reader.varint(), reader.varint());
        long leaseNanos = reader.varint();
        if (leaseNanos < 0) throw new MalformedMessageException("a lease of more than 2^63 ns");
        boolean isTombstone = reader.bool();
        Bytes payload = reader.bytes(Entry.PAYLOAD_BYTES);
        if (isTombstone && payload.length() > 0) {
            throw new MalformedMessageException("a tombstone with a payload");
        }
        return new Entry(subkey, writer, version, leaseNanos, isTombstone, payload);
    }
}
