package dev.starling.cli.control;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.VerbFailedException;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks one agent, one request at a time. Every failure becomes a {@link VerbFailedException} whose
 * line names the address or is the agent's own.
 *
 * <p>On {@link HttpURLConnection}, because a short-lived process pays for every class: it costs 25
 * to 45 ms where {@code java.net.http} costs 300 ms (JDK 25, two cores, first request).
 */
public final class ControlClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** A write waits for replicas, and some of them may be dying: more than any of its timeouts. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private static final byte[] NO_BODY = {};

    static {
        // A request that changes something is sent once or fails; it is never repeated in silence.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final URI base;

    public ControlClient(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    public JsonNode get(ControlPath path) {
        return Json.read(send("GET", path, NO_BODY));
    }

    public JsonNode delete(ControlPath path) {
        return Json.read(send("DELETE", path, NO_BODY));
    }

    public JsonNode put(ControlPath path, Object body) {
        return Json.read(send("PUT", path, Json.write(body)));
    }

    public JsonNode post(ControlPath path, Object body) {
        return Json.read(send("POST", path, Json.write(body)));
    }

    /** Asks for something whose answer is only that it was heard. */
    public void tell(String method, ControlPath path) {
        send(method, path, NO_BODY);
    }

    /** As {@link #tell(String, ControlPath)}, with something to tell. */
    public void tell(String method, ControlPath path, Object body) {
        send(method, path, Json.write(body));
    }

    private byte[] send(String method, ControlPath path, byte[] body) {
        try {
            HttpURLConnection connection = open(method, path);
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setFixedLengthStreamingMode(body.length);
                connection.getOutputStream().write(body);
            }
            int status = connection.getResponseCode();
            byte[] answer = content(connection, status);
            if (status / 100 == 2) return answer;
            throw refused(status, answer);
        } catch (ConnectException | NoRouteToHostException | UnknownHostException e) {
            throw noAgent(e);
        } catch (SocketTimeoutException e) {
            throw e.getMessage().startsWith("Connect")
                    ? noAgent(e)
                    : interrupted("no answer in 30s");
        } catch (IOException e) {
            throw interrupted(e.getMessage());
        }
    }

    private HttpURLConnection open(String method, ControlPath path) throws IOException {
        URI address = URI.create(base + path.text());
        var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) ANSWER_TIMEOUT.toMillis());
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    private static byte[] content(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return in == null ? NO_BODY : in.readAllBytes();
        }
    }

    private static VerbFailedException refused(int status, byte[] answer) {
        String line = new String(answer, StandardCharsets.UTF_8).strip();
        if (line.isEmpty()) line = "the agent answered with status " + status;
        return new VerbFailedException(
                switch (status) {
                    case 400 -> ExitCode.BAD_USAGE;
                    case 404 -> ExitCode.NOTHING_MATCHED;
                    default -> ExitCode.FAILED;
                },
                line.lines().findFirst().orElseThrow());
    }

    private VerbFailedException noAgent(IOException cause) {
        String why = cause instanceof UnknownHostException ? " (no such host)" : "";
        return new VerbFailedException(
                ExitCode.NO_AGENT,
                "no agent answered at "
                        + base
                        + why
                        + "; start one with: starling agent, or name another with --http-addr");
    }

    private VerbFailedException interrupted(String why) {
        return new VerbFailedException(
                ExitCode.FAILED, "the agent at " + base + " broke off: " + why);
    }
}
