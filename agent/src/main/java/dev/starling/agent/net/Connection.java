package dev.starling.agent.net;

import dev.starling.node.Endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * One TCP connection to or from a peer: whole frames in, whole frames out.
 *
 * <pre>
 *  connecting (frames wait, bounded) --> open --> closed
 *       |                                           ^
 *       +------------- refused, timed out ----------+
 * </pre>
 */
final class Connection extends ChannelInboundHandlerAdapter {

    /** What may wait for a connection that is being made. */
    static final int MOST_FRAMES = 64;

    static final int MOST_BYTES = 4 << 20;

    /** What happens on a connection, for whoever keeps it. */
    interface Owner {

        /** A whole frame came; false if it is nonsense. */
        boolean onFrame(Connection from, byte[] frame);

        /** A frame went out. */
        void onUsed(Connection connection);

        void onClosed(Connection connection);

        void onDropped(Drop kind, Connection connection, String why);
    }

    private final Owner owner;
    private final InetAddress remote;
    private final boolean isInbound;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private Endpoint peer;
    private long usedAtNanos;
    private ChannelHandlerContext context;
    private boolean isOpen;
    private boolean isClosed;

    /** One that a stranger made; who it is shows in its first packet. */
    Connection(Owner owner, InetSocketAddress from) {
        this.owner = owner;
        this.remote = from.getAddress();
        this.isInbound = true;
    }

    /** One that is being made to a peer. */
    Connection(Owner owner, Endpoint to) {
        this.owner = owner;
        this.remote = to.address();
        this.isInbound = false;
        this.peer = to;
    }

    boolean isInbound() {
        return isInbound;
    }

    boolean isFrom(InetAddress address) {
        return remote.equals(address);
    }

    /** Where the peer listens; empty while that is unknown. */
    Optional<Endpoint> peer() {
        return Optional.ofNullable(peer);
    }

    void recognize(Endpoint endpoint) {
        peer = endpoint;
    }

    void use(long nowNanos) {
        usedAtNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - usedAtNanos;
    }

    void send(byte[] packet) {
        if (isClosed) {
            owner.onDropped(Drop.UNREACHABLE, this, "closed");
        } else if (isOpen) {
            sendNow(packet);
        } else if (waiting.size() >= MOST_FRAMES || waitingBytes + packet.length > MOST_BYTES) {
            owner.onDropped(Drop.CONGESTED, this, "still connecting");
        } else {
            waiting.add(packet);
            waitingBytes += packet.length;
        }
    }

    private void sendNow(byte[] packet) {
        if (!context.channel().isWritable()) {
            owner.onDropped(Drop.CONGESTED, this, "the peer does not read");
            return;
        }
        ByteBuf length = Unpooled.buffer(Integer.BYTES).writeInt(packet.length);
        context.writeAndFlush(
                Unpooled.wrappedBuffer(length, Unpooled.wrappedBuffer(packet)),
                context.voidPromise());
        owner.onUsed(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        isOpen = true;
        while (!waiting.isEmpty()) {
            sendNow(waiting.poll());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf frame = (ByteBuf) message;
        byte[] bytes = ByteBufUtil.getBytes(frame);
        frame.release();
        if (isClosed) return;
        if (!owner.onFrame(this, bytes)) close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        onFailed(new IOException("closed by the peer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            owner.onDropped(Drop.OVERSIZED, this, failure.getMessage());
        }
        onFailed(failure);
    }

    /** It was refused, timed out or broke. */
    void onFailed(Throwable why) {
        if (isClosed) return;
        for (int i = waiting.size(); i > 0; i--) {
            owner.onDropped(Drop.UNREACHABLE, this, why.getMessage());
        }
        close();
    }

    void close() {
        isClosed = true;
        isOpen = false;
        waiting.clear();
        owner.onClosed(this);
        if (context != null) context.close();
    }

    @Override
    public String toString() {
        return peer == null ? remote.getHostAddress() : peer.toString();
    }
}
