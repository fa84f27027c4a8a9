package dev.starling.agent;

import dev.starling.agent.config.AgentSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Agents on loopback with free ports, and what their API says. */
final class Agents {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Agents() {}

    /** Settings of an agent on free ports of loopback. */
    static AgentSettings settings(Path dataDir, String... more) {
        Map<String, String> flags = new TreeMap<>();
        flags.put("data-dir", dataDir.toString());
        flags.put("name", dataDir.getFileName().toString());
        flags.put("port", "0");
        flags.put("http-port", "0");
        flags.put("log-level", "error");
        for (int i = 0; i < more.length; i += 2) {
            flags.put(more[i], more[i + 1]);
        }
        return AgentSettings.load(flags, Map.of());
    }

    static Agent start(Path dataDir, String... more) {
        try {
            return Agent.start(settings(dataDir, more));
        } catch (StartException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The body of {@code GET /starling/v1/…}, whatever the status. */
    static String get(Agent agent, String path) {
        return get(agent.apiUrl(), path);
    }

    static String get(String apiUrl, String path) {
        return call(apiUrl, path, HttpRequest.newBuilder().GET());
    }

    static String put(Agent agent, String path, String json) {
        return put(agent.apiUrl(), path, json);
    }

    static String put(String apiUrl, String path, String json) {
        return call(
                apiUrl,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    static String post(Agent agent, String path, String json) {
        return call(
                agent.apiUrl(),
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String call(String apiUrl, String path, HttpRequest.Builder request) {
        URI uri = URI.create(apiUrl + "/starling/v1" + path);
        try {
            return HTTP.send(
                            request.uri(uri).timeout(Duration.ofSeconds(20)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
