package dev.starling.agent.api;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as people write it: a name or an IP address, and a port from 1 to 65535.
 *
 * @param host without brackets
 */
public record HostPort(String host, int port) {

    private static final int HOST_CHARACTERS = 253;
    private static final Pattern NAMED = Pattern.compile("([\\w.-]+)(?::(\\d{1,5}))?");
    private static final Pattern BRACKETED =
            Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)](?::(\\d{1,5}))?");
    private static final Pattern BARE_IPV6 =
            Pattern.compile("([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?)()");

    public HostPort {
        if (host.isEmpty() || host.length() > HOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a host's name has 1 to " + HOST_CHARACTERS + " characters");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the port of " + host + " must be 1 to 65535, not " + port);
        }
    }

    /** Reads {@code web.example:80}, {@code 10.0.0.7:80} or {@code [fd00::7]:80}. */
    public static HostPort parse(String text) {
        return parse(text, 0);
    }

    /**
     * Reads the same, or a host alone, which means {@code defaultPort}; the brackets around an IPv6
     * address may then be left out.
     *
     * @param defaultPort 0 if there is none, so that a port must be given
     */
    public static HostPort parse(String text, int defaultPort) {
        for (Pattern form : new Pattern[] {NAMED, BRACKETED, BARE_IPV6}) {
            Matcher address = form.matcher(text);
            if (!address.matches()) continue;
            String port = address.group(2);
            boolean isGiven = port != null && !port.isEmpty();
            if (!isGiven && defaultPort == 0) break;
            if (form != NAMED && !isAddress(address.group(1))) break;
            return new HostPort(address.group(1), isGiven ? Integer.parseInt(port) : defaultPort);
        }
        throw new IllegalArgumentException(
                "\"%s\" is not %s, such as 10.0.0.7:7946 or [fd00::7]:7946"
                        .formatted(text, defaultPort == 0 ? "HOST:PORT" : "HOST or HOST:PORT"));
    }

    /** Whether this is an IPv6 address and not just made of its characters. */
    private static boolean isAddress(String host) {
        int zone = host.indexOf('%');
        try {
            InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** {@code 10.0.0.7:7946}, or {@code [fd00::7]:7946}. */
    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
