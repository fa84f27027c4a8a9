package dev.starling.gossip;

import dev.starling.gossip.SwimMessage.MemberState;
import dev.starling.node.Bytes;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.wire.Carrier;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.MessageCodec;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The layouts of {@link SwimMessage} in bytes: {@code id} is 32 bytes, {@code endpoint} 7 or 19,
 * {@code text} and {@code bytes} stand behind their length as varint.
 *
 * <pre>
 *  kind  message   body
 *  1     Ping      sequence varint, target id, answerBy u8 (0 datagram, 1 stream)
 *  2     Ack       sequence varint
 *  3     PingReq   sequence varint, target id, targetEndpoint endpoint
 *  4     Rumors    count u8 (0..255), that many rumors
 *  5     Notices   count u8 (0..64), that many notices
 *  6     Snapshot  isReplyWanted u8 (0, 1), count varint, that many states,
 *                  count varint, that many notices
 *
 *  rumor   kind u8, length varint, then by kind
 *            1 Alive    record
 *            2 Suspect  subject id, epoch varint, incarnation varint, accuser id
 *            3 Dead     subject id, epoch varint, incarnation varint, accuser id
 *            4 Left     subject id, epoch varint, incarnation varint
 *  state   kind u8, length varint, then by kind
 *            1 alive    record
 *            2 suspect  record, accuser id
 *            3 dead     record, accuser id, ageMillis varint
 *            4 left     record, ageMillis varint
 *  notice  length varint, then
 *            origin id, topic u8, epoch varint, version varint, payload bytes (0..512)
 *  record  id, epoch varint, incarnation varint, name text (1..64), endpoint, zone text (0..32)
 * </pre>
 *
 * <p>All kinds are append-only. A reader skips a rumor or state of a kind that it does not know,
 * and ignores what stands behind the fields that it knows, so that a newer agent may append some.
 */
public final class SwimCodec implements MessageCodec<SwimMessage> {

    /** The bound on the rumors in one message: their count is one byte. */
    public static final int MOST_RUMORS = 255;

    /** The bound on the notices in one datagram; a snapshot's are bounded by its frame. */
    public static final int MOST_NOTICES = 64;

    /** A Ping, Ack or PingReq, with kind and length, takes at most this. */
    static final int MOST_QUESTION_BYTES = 65;

    /** What a list in a datagram takes beside its entries: kind, length, count. */
    static final int LIST_OVERHEAD_BYTES = 4;

    private static final int PING = 1;
    private static final int ACK = 2;
    private static final int PING_REQ = 3;
    private static final int RUMORS = 4;
    private static final int NOTICES = 5;
    private static final int SNAPSHOT = 6;

    private static final int ALIVE = 1;
    private static final int SUSPECT = 2;
    private static final int DEAD = 3;
    private static final int LEFT = 4;

    /** No known entry needs half of it: a longer one is damage, not a newer agent. */
    private static final int MOST_ENTRY_BYTES = 4_096;

    @Override
    public int kindOf(SwimMessage message) {
        return switch (message) {
            case SwimMessage.Ping ping -> PING;
            case SwimMessage.Ack ack -> ACK;
            case SwimMessage.PingReq request -> PING_REQ;
            case SwimMessage.Rumors rumors -> RUMORS;
            case SwimMessage.Notices notices -> NOTICES;
            case SwimMessage.Snapshot snapshot -> SNAPSHOT;
        };
    }

    @Override
    public boolean knows(int kind) {
        return kind >= PING && kind <= SNAPSHOT;
    }

    @Override
    public void write(SwimMessage message, WireWriter writer) {
        switch (message) {
            case SwimMessage.Ping ping -> {
                writer.varint(ping.sequence());
                writer.nodeId(ping.target());
                writer.bool(ping.answerBy() == Carrier.STREAM);
            }
            case SwimMessage.Ack ack -> writer.varint(ack.sequence());
            case SwimMessage.PingReq request -> {
                writer.varint(request.sequence());
                writer.nodeId(request.target());
                writer.endpoint(request.targetEndpoint());
            }
            case SwimMessage.Rumors rumors -> {
                writer.u8(bounded(rumors.rumors().size(), MOST_RUMORS));
                for (Rumor rumor : rumors.rumors()) writeRumor(rumor, writer);
            }
            case SwimMessage.Notices notices -> {
                writer.u8(bounded(notices.notices().size(), MOST_NOTICES));
                for (Notice notice : notices.notices()) writeNotice(notice, writer);
            }
            case SwimMessage.Snapshot snapshot -> {
                writer.bool(snapshot.isReplyWanted());
                writer.varint(snapshot.states().size());
                for (MemberState state : snapshot.states()) writeState(state, writer);
                writer.varint(snapshot.notices().size());
                for (Notice notice : snapshot.notices()) writeNotice(notice, writer);
            }
        }
    }

    @Override
    public SwimMessage read(int kind, WireReader reader) throws MalformedMessageException {
        return switch (kind) {
            case PING -> readPing(reader);
            case ACK -> new SwimMessage.Ack(reader.varint());
            case PING_REQ -> readPingReq(reader);
            case RUMORS -> new SwimMessage.Rumors(readRumors(reader));
            case NOTICES ->
                    new SwimMessage.Notices(readNotices(reader.count(MOST_NOTICES), reader));
            case SNAPSHOT -> readSnapshot(reader);
            default -> throw new MalformedMessageException("no SWIM message has kind " + kind);
        };
    }

    /** What this rumor takes in a {@link SwimMessage.Rumors}. */
    static int sizeOf(Rumor rumor) {
        WireWriter sizing = WireWriter.sizing();
        writeRumor(rumor, sizing);
        return sizing.size();
    }

    /** What this notice takes in a {@link SwimMessage.Notices}. */
    static int sizeOf(Notice notice) {
        WireWriter sizing = WireWriter.sizing();
        writeNotice(notice, sizing);
        return sizing.size();
    }

    private static int bounded(int count, int most) {
        if (count > most) throw new IllegalStateException(count + " entries, at most " + most);
        return count;
    }

    private static SwimMessage readPing(WireReader reader) throws MalformedMessageException {
        long sequence = reader.varint();
        NodeId target = reader.nodeId();
        Carrier answerBy = reader.bool() ? Carrier.STREAM : Carrier.DATAGRAM;
        return new SwimMessage.Ping(sequence, target, answerBy);
    }

    private static SwimMessage readPingReq(WireReader reader) throws MalformedMessageException {
        long sequence = reader.varint();
        NodeId target = reader.nodeId();
        return new SwimMessage.PingReq(sequence, target, reader.endpoint());
    }

    private static SwimMessage readSnapshot(WireReader reader) throws MalformedMessageException {
        boolean isReplyWanted = reader.bool();
        List<MemberState> states = readStates(reader);
        int notices = reader.count(Integer.MAX_VALUE);
        return new SwimMessage.Snapshot(isReplyWanted, states, readNotices(notices, reader));
    }

    private static void writeRumor(Rumor rumor, WireWriter writer) {
        writer.u8(kindOf(rumor.status()));
        writeSized(writer, body -> writeRumorBody(rumor, body));
    }

    private static void writeRumorBody(Rumor rumor, WireWriter body) {
        switch (rumor) {
            case Rumor.Alive alive -> writeRecord(alive.record(), body);
            case Rumor.Suspect suspect -> {
                writeClaim(suspect, body);
                body.nodeId(suspect.accuser());
            }
            case Rumor.Dead dead -> {
                writeClaim(dead, body);
                body.nodeId(dead.accuser());
            }
            case Rumor.Left left -> writeClaim(left, body);
        }
    }

    private static void writeClaim(Rumor rumor, WireWriter body) {
        body.nodeId(rumor.subject());
        body.varint(rumor.epoch());
        body.varint(rumor.incarnation());
    }

    private static List<Rumor> readRumors(WireReader reader) throws MalformedMessageException {
        int count = reader.u8();
        List<Rumor> rumors = roomFor(count, 2, reader);
        for (int i = 0; i < count; i++) {
            int kind = reader.u8();
            WireReader body = sized(reader);
            if (kind == ALIVE) rumors.add(new Rumor.Alive(readRecord(body)));
            if (kind > ALIVE && kind <= LEFT) rumors.add(readClaim(kind, body));
        }
        return rumors;
    }

    private static Rumor readClaim(int kind, WireReader body) throws MalformedMessageException {
        NodeId subject = body.nodeId();
        long epoch = body.varint();
        long incarnation = body.varint();
        return switch (kind) {
            case SUSPECT -> new Rumor.Suspect(subject, epoch, incarnation, body.nodeId());
            case DEAD -> new Rumor.Dead(subject, epoch, incarnation, body.nodeId());
            default -> new Rumor.Left(subject, epoch, incarnation);
        };
    }

    private static void writeState(MemberState state, WireWriter writer) {
        writer.u8(kindOf(state.status()));
        writeSized(writer, body -> writeStateBody(state, body));
    }

    private static void writeStateBody(MemberState state, WireWriter body) {
        writeRecord(state.record(), body);
        switch (state.status()) {
            case ALIVE -> {}
            case SUSPECT -> body.nodeId(state.accuser());
            case DEAD -> {
                body.nodeId(state.accuser());
                body.varint(state.ageMillis());
            }
            case LEFT -> body.varint(state.ageMillis());
        }
    }

    private static List<MemberState> readStates(WireReader reader)
            throws MalformedMessageException {
        int count = reader.count(Integer.MAX_VALUE);
        List<MemberState> states = roomFor(count, 2, reader);
        for (int i = 0; i < count; i++) {
            int kind = reader.u8();
            WireReader body = sized(reader);
            if (kind >= ALIVE && kind <= LEFT) states.add(readState(kind, body));
        }
        return states;
    }

    private static MemberState readState(int kind, WireReader body)
            throws MalformedMessageException {
        MemberRecord record = readRecord(body);
        return switch (kind) {
            case ALIVE -> new MemberState(record, MemberStatus.ALIVE, record.id());
            case SUSPECT -> new MemberState(record, MemberStatus.SUSPECT, body.nodeId());
            case DEAD -> new MemberState(record, MemberStatus.DEAD, body.nodeId(), readAge(body));
            default -> new MemberState(record, MemberStatus.LEFT, record.id(), readAge(body));
        };
    }

    /** More than 2^63 milliseconds are as good as that many. */
    private static long readAge(WireReader body) throws MalformedMessageException {
        long ageMillis = body.varint();
        return ageMillis < 0 ? Long.MAX_VALUE : ageMillis;
    }

    private static void writeNotice(Notice notice, WireWriter writer) {
        writeSized(
                writer,
                body -> {
                    body.nodeId(notice.origin());
                    body.u8(notice.topic());
                    body.varint(notice.epoch());
                    body.varint(notice.version());
                    body.bytes(notice.payload());
                });
    }

    private static List<Notice> readNotices(int count, WireReader reader)
            throws MalformedMessageException {
        List<Notice> notices = roomFor(count, 1, reader);
        for (int i = 0; i < count; i++) {
            WireReader body = sized(reader);
            NodeId origin = body.nodeId();
            int topic = body.u8();
            long epoch = body.varint();
            long version = body.varint();
            Bytes payload = body.bytes(Notice.PAYLOAD_BYTES);
            notices.add(new Notice(origin, topic, epoch, version, payload));
        }
        return notices;
    }

    private static void writeRecord(MemberRecord record, WireWriter body) {
        body.nodeId(record.id());
        body.varint(record.epoch());
        body.varint(record.incarnation());
        body.text(record.name());
        body.endpoint(record.endpoint());
        body.text(record.zone());
    }

    private static MemberRecord readRecord(WireReader body) throws MalformedMessageException {
        NodeId id = body.nodeId();
        long epoch = body.varint();
        long incarnation = body.varint();
        String name = body.text(MemberRecord.NAME_BYTES);
        if (name.isEmpty()) throw new MalformedMessageException("a member without a name");
        Endpoint endpoint = body.endpoint();
        String zone = body.text(MemberRecord.ZONE_BYTES);
        return new MemberRecord(id, epoch, incarnation, name, endpoint, zone);
    }

    private static int kindOf(MemberStatus status) {
        return switch (status) {
            case ALIVE -> ALIVE;
            case SUSPECT -> SUSPECT;
            case DEAD -> DEAD;
            case LEFT -> LEFT;
        };
    }

    private static void writeSized(WireWriter writer, Consumer<WireWriter> layout) {
        WireWriter sizing = WireWriter.sizing();
        layout.accept(sizing);
        writer.varint(sizing.size());
        layout.accept(writer);
    }

    private static WireReader sized(WireReader reader) throws MalformedMessageException {
        return reader.slice(reader.count(MOST_ENTRY_BYTES));
    }

    /** An empty list for {@code count} entries, refused if so many cannot follow. */
    private static <T> List<T> roomFor(int count, int leastBytes, WireReader reader)
            throws MalformedMessageException {
        if (count > reader.remaining() / leastBytes) {
            throw new MalformedMessageException(
                    count + " entries in " + reader.remaining() + " bytes");
        }
        return new ArrayList<>(count);
    }
}
