package dev.starling.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.starling.agent.loop.CoreAccess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A control server on a free port of loopback, and two ways to talk to it: HTTP and bytes. */
final class ApiFixture implements AutoCloseable {

    static final String BASE = "/starling/v1";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final StandInCore core;
    final List<List<String>> joins = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
    final int port;
    private final ControlServer server;

    ApiFixture() {
        this(HttpLimits.DEFAULT);
    }

    ApiFixture(HttpLimits limits) {
        this(new StandInCore(), limits);
    }

    private ApiFixture(StandInCore standIn, HttpLimits limits) {
        this(standIn, standIn, limits);
    }

    /** In front of a core that answers by itself. */
    static ApiFixture over(CoreAccess access) {
        return new ApiFixture(access, new StandInCore(), HttpLimits.DEFAULT);
    }

    private ApiFixture(CoreAccess access, StandInCore standIn, HttpLimits limits) {
        core = standIn;
        AgentFacts facts =
                new AgentFacts(
                        "1.2.3", "/var/lib/starling", System.nanoTime(), joins::add, () -> left);
        server = new ControlServer(access, facts, limits);
        try {
            port = server.start("127.0.0.1", 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return CLIENT.send(
                request(path).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return CLIENT.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BASE + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** What the server sends back until it closes, for requests that no HTTP client would make. */
    String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** Single quotes for double ones, so that JSON can be read in a Java text. */
    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    @Override
    public void close() {
        server.close();
    }
}
