package dev.starling.agent.check;

import dev.starling.agent.service.CheckStatus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connects, and hangs up at once: accepted is passing. */
record TcpProbe(String host, int port, Names names) implements Probe {

    @Override
    public Finding ask(long timeoutNanos) throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(names.resolve(host), port);
        try (Socket socket = new Socket()) {
            socket.connect(address, Probe.millis(timeoutNanos));
        } catch (IOException refused) {
            return Finding.critical(
                    "connecting to %s:%d: %s".formatted(host, port, refused.getMessage()));
        }
        return new Finding(CheckStatus.PASSING, "connected to " + host + ":" + port);
    }
}
