package dev.starling.agent.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps other people's web pages out. Whoever can open a connection may use the API, and a browser
 * on this host opens connections for any page that it shows.
 *
 * <p>An agent that listens on loopback answers only to addresses, {@code localhost} and the name it
 * was told to listen on: a page whose own name was made to point to 127.0.0.1 (DNS rebinding) says
 * that name in the Host header. Everywhere, what changes something is refused if the page that asks
 * came from elsewhere, which browsers say in the Origin header; reading needs no such check,
 * because we never allow a page of another origin to see an answer.
 */
final class Gate {

    private static final List<String> READING = List.of("GET", "HEAD", "OPTIONS");
    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[\\w.-]+)?]");

    private final String boundHost;
    private final boolean isLoopbackOnly;

    Gate(String boundHost, InetAddress boundAddress) {
        this.boundHost = boundHost.toLowerCase(Locale.ROOT);
        this.isLoopbackOnly = boundAddress.isLoopbackAddress();
    }

    /** Throws a {@link Problem} if this request is not to be answered. */
    void check(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null && request.version() != HttpVersion.HTTP_1_0) {
            throw Problem.badRequest("the Host header is missing");
        }
        if (isLoopbackOnly && host != null && !isOurs(host)) {
            throw new Problem(
                    403,
                    "this agent listens on loopback and answers to addresses and localhost, not to"
                            + " the host name \"%s\"".formatted(host));
        }
        String origin = request.getHeader("Origin");
        boolean isWriting = !READING.contains(request.method().name());
        if (isWriting && origin != null && !isSame(origin, host)) {
            throw new Problem(
                    403, "a page of \"%s\" may not change anything here".formatted(origin));
        }
    }

    private boolean isOurs(String host) {
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.equals("localhost")
                || name.equals(boundHost)
                || ADDRESS.matcher(name).matches();
    }

    private static boolean isSame(String origin, String host) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException notAnOrigin) {
            return false;
        }
    }
}
