package dev.starling.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers as an agent's API would: what each request gets is laid down before, in order, and the
 * last of it again and again.
 */
public final class StandIn implements AutoCloseable {

    /** What came in; {@code path} with the query, below {@code /starling/v1}. */
    public record Asked(String method, String path, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    public StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public StandIn on(String method, String path, int status, String body) {
        answers.computeIfAbsent(method + " " + path, key -> new ArrayDeque<>())
                .add(new Answer(status, body));
        return this;
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString().replaceFirst("^/starling/v1", "");
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(exchange.getRequestMethod(), path, body));
            Deque<Answer> prepared = answers.get(exchange.getRequestMethod() + " " + path);
            Answer answer =
                    prepared == null ? new Answer(404, "nothing at " + path) : next(prepared);
            byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answer.status(), content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static Answer next(Deque<Answer> prepared) {
        return prepared.size() > 1 ? prepared.poll() : prepared.peek();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
