package dev.starling.cli.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of 127.0.0.1 that nobody uses, by UDP and by TCP. */
final class FreePorts {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int MOST_TRIES = 1_000;

    private FreePorts() {}

    /** Takes them all before it gives them back, so that no two are the same. */
    static List<Integer> pick(int count) throws IOException {
        List<AutoCloseable> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int tries = 0; ports.size() < count && tries < MOST_TRIES; tries++) {
                ServerSocket stream = new ServerSocket(0, 1, LOOPBACK);
                held.add(stream);
                if (!isFreeForDatagrams(stream.getLocalPort())) continue;
                ports.add(stream.getLocalPort());
            }
        } finally {
            for (AutoCloseable socket : held) close(socket);
        }
        if (ports.size() < count) throw new IOException("no free ports on 127.0.0.1");
        return ports;
    }

    /** Whether somebody could listen there now. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return isFreeForDatagrams(port);
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFreeForDatagrams(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, LOOPBACK)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
