package dev.starling.agent.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import java.net.BindException;

/** Waits for a port. */
final class Binding {

    private Binding() {}

    /** The bound channel, or why not as the system says it. */
    static Channel await(ChannelFuture binding) throws BindException {
        binding.awaitUninterruptibly();
        if (binding.isSuccess()) return binding.channel();
        if (binding.channel().isRegistered()) binding.channel().close().awaitUninterruptibly();
        BindException refused = new BindException(binding.cause().getMessage());
        refused.initCause(binding.cause());
        throw refused;
    }
}
