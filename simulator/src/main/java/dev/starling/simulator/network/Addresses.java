package dev.starling.simulator.network;

import dev.starling.node.Endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Gives each node an address of 10.0.0.0/8 that says its number: node 0 has 10.0.0.1. */
public final class Addresses {

    private static final int PORT = 7_946;

    private Addresses() {}

    public static Endpoint of(int node) {
        int host = node + 1;
        byte[] address = {10, (byte) (host >>> 16), (byte) (host >>> 8), (byte) host};
        try {
            return new Endpoint(InetAddress.getByAddress(address), PORT);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    /** The number of the node that has this address; -1 if no node can have it. */
    static int nodeAt(Endpoint endpoint) {
        byte[] address = endpoint.address().getAddress();
        if (address.length != 4 || address[0] != 10 || endpoint.port() != PORT) return -1;
        int host = (address[1] & 0xff) << 16 | (address[2] & 0xff) << 8 | address[3] & 0xff;
        return host - 1;
    }
}
