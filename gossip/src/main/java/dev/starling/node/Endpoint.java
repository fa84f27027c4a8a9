package dev.starling.node;

import java.net.InetAddress;

/**
 * Where a node is reached: a resolved IP address and a port, 1 to 65535. Never a name: names are
 * resolved in the shell, where waiting is allowed.
 */
public record Endpoint(InetAddress address, int port) {

    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** {@code 10.0.0.7:7946}, or {@code [fd00::7]:7946}. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
