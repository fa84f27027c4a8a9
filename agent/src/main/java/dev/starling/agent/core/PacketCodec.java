package dev.starling.agent.core;

import dev.starling.agent.task.TaskCodec;
import dev.starling.agent.task.TaskMessage;
import dev.starling.dht.DhtCodec;
import dev.starling.dht.DhtMessage;
import dev.starling.gossip.SwimCodec;
import dev.starling.gossip.SwimMessage;
import dev.starling.node.Endpoint;
import dev.starling.node.NodeId;
import dev.starling.node.Sender;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;
import dev.starling.wire.Message;
import dev.starling.wire.MessageCodec;
import dev.starling.wire.WireReader;
import dev.starling.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a packet, the same in a datagram and in a frame of a stream.
 *
 * <pre>
 *   u16  magic 0x5354        u8   version 1            u8   key id, 0 = not sealed
 *   u32  cluster: the first four bytes of SHA-256 of its name
 *   32   sender's id         u64  sender's epoch       7|19 sender's endpoint
 *   then, to the end, messages:
 *   u8   kind                varint length             body
 * </pre>
 *
 * <p>Messages of kinds that this agent does not know are skipped, so that a newer agent may say
 * more.
 */
public final class PacketCodec {

    static final int MAGIC = 0x5354;
    static final int VERSION = 1;
    static final int NOT_SEALED = 0;

    private static final SwimCodec SWIM = new SwimCodec();
    private static final DhtCodec TABLE = new DhtCodec();
    private static final TaskCodec TASK = new TaskCodec();

    private final long cluster;

    /** A codec for the fleet of this name; packets of other fleets are refused. */
    public PacketCodec(String clusterName) {
        NodeId hash = NodeId.hashOf(clusterName.getBytes(StandardCharsets.UTF_8));
        this.cluster = hash.bits0() >>> 32;
    }

    /** Larger than {@link Limits#FRAME_BYTES} is our own bug: machines bound what they say. */
    public byte[] encode(Packet packet) {
        WireWriter writer = WireWriter.upTo(Limits.FRAME_BYTES);
        write(packet, writer);
        return writer.toArray();
    }

    /** Exactly how many bytes {@link #encode} gives. */
    public int sizeOf(Packet packet) {
        return headerSize(packet.sender().endpoint()) + sizeOf(packet.messages());
    }

    /** How much these messages take of a packet. */
    static int sizeOf(List<? extends Message> messages) {
        int size = 0;
        for (Message message : messages) {
            size += sizeOf(message);
        }
        return size;
    }

    static int sizeOf(Message message) {
        return switch (message) {
            case SwimMessage swim -> SWIM.framedSizeOf(swim);
            case DhtMessage table -> TABLE.framedSizeOf(table);
            case TaskMessage task -> TASK.framedSizeOf(task);
            default -> throw unknown(message);
        };
    }

    public Packet decode(byte[] bytes) throws MalformedMessageException {
        WireReader reader = WireReader.of(bytes);
        expect("magic", MAGIC, reader.u16());
        expect("version", VERSION, reader.u8());
        expect("key id", NOT_SEALED, reader.u8());
        expect("cluster", cluster, reader.u32());
        Sender sender = new Sender(reader.nodeId(), reader.u64(), reader.endpoint());
        List<Message> messages = new ArrayList<>();
        while (reader.remaining() > 0) {
            int kind = reader.u8();
            WireReader body = reader.slice(reader.count(Limits.FRAME_BYTES));
            MessageCodec<? extends Message> codec = codecFor(kind);
            if (codec.knows(kind)) messages.add(codec.read(kind, body));
        }
        return new Packet(sender, List.copyOf(messages));
    }

    private void write(Packet packet, WireWriter writer) {
        Sender sender = packet.sender();
        writer.u16(MAGIC);
        writer.u8(VERSION);
        writer.u8(NOT_SEALED);
        writer.u32(cluster);
        writer.nodeId(sender.id());
        writer.u64(sender.epoch());
        writer.endpoint(sender.endpoint());
        for (Message message : packet.messages()) {
            switch (message) {
                case SwimMessage swim -> write(SWIM, swim, writer);
                case DhtMessage table -> write(TABLE, table, writer);
                case TaskMessage task -> write(TASK, task, writer);
                default -> throw unknown(message);
            }
        }
    }

    private static <M extends Message> void write(
            MessageCodec<M> codec, M message, WireWriter writer) {
        writer.u8(codec.kindOf(message));
        writer.varint(codec.sizeOf(message));
        codec.write(message, writer);
    }

    private static MessageCodec<? extends Message> codecFor(int kind) {
        if (kind < 32) return SWIM;
        return kind < 64 ? TABLE : TASK;
    }

    private static int headerSize(Endpoint endpoint) {
        return 8 + NodeId.SIZE_BYTES + 8 + (endpoint.address().getAddress().length == 4 ? 7 : 19);
    }

    private static void expect(String what, long expected, long found)
            throws MalformedMessageException {
        if (found != expected) {
            throw new MalformedMessageException(what + " " + found + " where " + expected + " is");
        }
    }

    private static IllegalStateException unknown(Message message) {
        return new IllegalStateException("no codec for " + message.getClass().getName());
    }
}
