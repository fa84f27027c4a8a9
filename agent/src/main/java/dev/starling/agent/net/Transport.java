package dev.starling.agent.net;

import dev.starling.agent.core.Packet;
import dev.starling.agent.core.PacketCodec;
import dev.starling.node.Endpoint;
import dev.starling.wire.Carrier;
import dev.starling.wire.Limits;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One agent's port, UDP and TCP, and the event loop that both and the core share.
 *
 * <p>{@link #bind} and {@link #close} wait, so they are for threads that may; everything else is
 * for the event loop.
 */
public final class Transport implements AutoCloseable {

    /** Takes the packets that arrive, on the event loop. */
    @FunctionalInterface
    public interface Inbound {

        /**
         * @param sizeBytes what it took on the wire
         */
        void onPacket(Packet packet, int sizeBytes);
    }

    /** Tries to find one port that is free for both. */
    private static final int MOST_TRIES = 50;

    private static final long CLOSE_SECONDS = 5;

    /** On the heap: a packet lives for a moment, and bytes are copied into messages anyway. */
    static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false);

    private final MultiThreadIoEventLoopGroup group;
    private final PacketCodec codec;
    private final Drops drops;
    private final Datagrams datagrams;
    private final Streams streams;

    private Transport(PacketCodec codec) {
        this.group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("starling-core"), NioIoHandler.newFactory());
        this.codec = codec;
        this.drops = new Drops(System::nanoTime);
        this.datagrams = new Datagrams(group, codec, drops);
        this.streams = new Streams(group, codec, drops);
    }

    /**
     * Takes a port for UDP and TCP; packets wait in it until {@link #start}.
     *
     * @param port 0 for any that is free for both
     * @throws IOException one line that says why not, and what to do; nothing is left behind
     */
    public static Transport bind(InetAddress address, int port, PacketCodec codec)
            throws IOException {
        Transport transport = new Transport(codec);
        try {
            if (port != 0) transport.take(address, port);
            else transport.takeAny(address);
            return transport;
        } catch (IOException | RuntimeException failed) {
            transport.close();
            throw failed;
        }
    }

    private void take(InetAddress address, int port) throws IOException {
        try {
            datagrams.bind(address, port);
        } catch (BindException refused) {
            throw new IOException(whyNot(refused, address, port, "UDP"), refused);
        }
        try {
            streams.bind(address, port);
        } catch (BindException refused) {
            throw new IOException(whyNot(refused, address, port, "TCP"), refused);
        }
    }

    private void takeAny(InetAddress address) throws IOException {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                datagrams.bind(address, 0);
            } catch (BindException refused) {
                throw new IOException(whyNot(refused, address, 0, "UDP"), refused);
            }
            try {
                streams.bind(address, datagrams.port());
                return;
            } catch (BindException taken) {
                datagrams.close();
            }
        }
        throw new IOException(
                "no port of %s is free for both UDP and TCP; choose --port"
                        .formatted(address.getHostAddress()));
    }

    private static String whyNot(BindException refused, InetAddress address, int port, String by) {
        String where = address.getHostAddress();
        String reason = String.valueOf(refused.getMessage());
        if (reason.contains("in use")) {
            return "port %d on %s is in use (%s); stop the other program or choose --port"
                    .formatted(port, where, by);
        }
        if (reason.contains("assign")) {
            return "%s is not an address of this host; choose --bind".formatted(where);
        }
        return "port %d on %s cannot be taken (%s): %s".formatted(port, where, by, reason);
    }

    /** The thread that everything happens on, for the core to live there too. */
    public ScheduledExecutorService eventLoop() {
        return group.next();
    }

    public int port() {
        return datagrams.port();
    }

    /** From now on packets are taken from the port. */
    public void start(Inbound inbound) {
        datagrams.start(inbound);
        streams.start(inbound);
    }

    /** Sends a packet, or loses it. */
    public void transmit(Endpoint to, Carrier carrier, Packet packet) {
        byte[] bytes;
        try {
            bytes = codec.encode(packet);
        } catch (RuntimeException bug) {
            drops.add(Drop.FAILED, to, bug.toString());
            return;
        }
        switch (carrier) {
            case DATAGRAM -> {
                if (bytes.length <= Limits.DATAGRAM_BYTES) datagrams.send(to, bytes);
                else drops.add(Drop.FAILED, to, "a datagram of " + bytes.length + " bytes");
            }
            case STREAM -> streams.send(to, bytes);
        }
    }

    /** How many of this kind there have been; for any thread. */
    public long dropped(Drop kind) {
        return drops.count(kind);
    }

    /** Ends the event loop and everything on it. Harmless when ended. */
    @Override
    public void close() {
        datagrams.close();
        streams.close();
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
