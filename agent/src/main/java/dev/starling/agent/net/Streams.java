package dev.starling.agent.net;

import dev.starling.agent.core.Packet;
import dev.starling.agent.core.PacketCodec;
import dev.starling.node.Endpoint;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The TCP half of the port: connections to and from peers, made when needed, closed when idle. */
final class Streams implements Connection.Owner {

    /** What may wait in one open connection. */
    private static final int MOST_WAITING_BYTES = 4 << 20;

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int LENGTH_BYTES = 4;
    private static final int BACKLOG = 128;
    private static final long SWEEP_SECONDS = 5;

    private final EventLoopGroup group;
    private final PacketCodec codec;
    private final Drops drops;
    private final Peers peers;
    private final Bootstrap outbound;
    private Channel server;
    private Transport.Inbound inbound;
    private Future<?> sweeping;

    Streams(EventLoopGroup group, PacketCodec codec, Drops drops) {
        this.group = group;
        this.codec = codec;
        this.drops = drops;
        this.peers = new Peers(System::nanoTime);
        this.outbound =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.ALLOCATOR, Transport.ALLOCATOR)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(MOST_WAITING_BYTES / 4, MOST_WAITING_BYTES);
    }

    void bind(InetAddress address, int port) throws BindException {
        // Peers recognize whom a connection is from by its address, see Connection.
        if (!address.isAnyLocalAddress()) outbound.localAddress(address, 0);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.ALLOCATOR, Transport.ALLOCATOR)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel);
                                    }
                                });
        server = Binding.await(bootstrap.bind(address, port));
    }

    void start(Transport.Inbound taker) {
        inbound = taker;
        server.config().setAutoRead(true);
        sweeping =
                group.next()
                        .scheduleWithFixedDelay(
                                peers::closeIdle, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private void accept(SocketChannel channel) {
        Connection connection = new Connection(this, channel.remoteAddress());
        if (peers.admit(connection)) {
            prepare(channel, connection);
        } else {
            drops.add(Drop.CROWDED, channel.remoteAddress(), "inbound");
            channel.close();
        }
    }

    private static void prepare(Channel channel, Connection connection) {
        channel.pipeline()
                .addLast(
                        new LengthFieldBasedFrameDecoder(
                                Limits.FRAME_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES))
                .addLast(connection);
    }

    void send(Endpoint to, byte[] packet) {
        Connection known = peers.to(to);
        if (known != null) {
            known.send(packet);
            return;
        }
        Connection opened = new Connection(this, to);
        if (!peers.admit(opened)) {
            drops.add(Drop.CROWDED, to, "outbound");
            return;
        }
        opened.send(packet);
        connect(opened, to);
    }

    private void connect(Connection opened, Endpoint to) {
        outbound.clone()
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                prepare(channel, opened);
                            }
                        })
                .connect(new InetSocketAddress(to.address(), to.port()))
                .addListener(done -> {
                    if (!done.isSuccess()) opened.onFailed(done.cause());
                });
    }

    @Override
    public boolean onFrame(Connection from, byte[] frame) {
        try {
            Packet packet = codec.decode(frame);
            peers.onPacket(from, packet.sender().endpoint());
            inbound.onPacket(packet, frame.length);
            return true;
        } catch (MalformedMessageException malformed) {
            drops.add(Drop.MALFORMED, from, malformed.getMessage());
            return false;
        }
    }

    @Override
    public void onUsed(Connection connection) {
        peers.onUsed(connection);
    }

    @Override
    public void onClosed(Connection connection) {
        peers.remove(connection);
    }

    @Override
    public void onDropped(Drop kind, Connection connection, String why) {
        drops.add(kind, connection, why);
    }

    void close() {
        if (server == null || group.isShuttingDown()) return;
        if (sweeping != null) sweeping.cancel(false);
        server.close().awaitUninterruptibly();
        group.next().submit(peers::closeAll).awaitUninterruptibly();
    }
}
