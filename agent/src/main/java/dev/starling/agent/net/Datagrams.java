package dev.starling.agent.net;

import dev.starling.agent.core.PacketCodec;
import dev.starling.node.Endpoint;
import dev.starling.wire.Limits;
import dev.starling.wire.MalformedMessageException;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The UDP half of the port: one packet in one datagram. */
final class Datagrams {

    /** Datagrams taken in one round by the socket before timers have their turn. */
    private static final int MOST_PER_ROUND = 64;

    /** What the system is asked to keep for us while we sleep; it may give less. */
    private static final int SOCKET_BYTES = 1 << 20;

    private final Bootstrap bootstrap;
    private final PacketCodec codec;
    private final Drops drops;
    private Channel channel;
    private Transport.Inbound inbound;

    Datagrams(EventLoopGroup group, PacketCodec codec, Drops drops) {
        this.codec = codec;
        this.drops = drops;
        // One byte more than a packet may have shows a datagram that was cut.
        FixedRecvByteBufAllocator buffers =
                new FixedRecvByteBufAllocator(Limits.DATAGRAM_BYTES + 1);
        buffers.maxMessagesPerRead(MOST_PER_ROUND);
        this.bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(NioDatagramChannel.class)
                        .option(ChannelOption.ALLOCATOR, Transport.ALLOCATOR)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BYTES)
                        .option(ChannelOption.AUTO_READ, false);
    }

    void bind(InetAddress address, int port) throws BindException {
        channel = Binding.await(bootstrap.handler(new Receiver()).bind(address, port));
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    void start(Transport.Inbound taker) {
        inbound = taker;
        channel.config().setAutoRead(true);
    }

    void send(Endpoint to, byte[] packet) {
        if (!channel.isWritable()) {
            drops.add(Drop.CONGESTED, to, "the system takes no more datagrams");
            return;
        }
        InetSocketAddress address = new InetSocketAddress(to.address(), to.port());
        ChannelFuture sent =
                channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(packet), address));
        sent.addListener(done -> {
            if (!done.isSuccess()) drops.add(Drop.FAILED, to, done.cause().getMessage());
        });
    }

    void close() {
        if (channel != null) channel.close().awaitUninterruptibly();
    }

    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            byte[] bytes = ByteBufUtil.getBytes(datagram.content());
            try {
                if (bytes.length > Limits.DATAGRAM_BYTES) {
                    throw new MalformedMessageException("more bytes than a datagram may have");
                }
                inbound.onPacket(codec.decode(bytes), bytes.length);
            } catch (MalformedMessageException malformed) {
                drops.add(Drop.MALFORMED, datagram.sender(), malformed.getMessage());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // An ICMP message about one peer, or our own bug: neither may end the socket.
            drops.add(Drop.FAILED, "the UDP port", failure.toString());
        }
    }
}
