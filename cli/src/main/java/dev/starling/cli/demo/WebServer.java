package dev.starling.cli.demo;

import dev.starling.agent.api.ServiceRequest;
import dev.starling.agent.api.ServiceRequest.CheckRequest;
import dev.starling.cli.control.ControlPath;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A real web server, the one that comes with the JDK, beside one agent. */
final class WebServer {

    static final String SERVICE = "web";

    private final Stage stage;
    private final DemoAgent agent;
    private final int port;

    WebServer(Stage stage, DemoAgent agent, int port) {
        this.stage = stage;
        this.agent = agent;
        this.port = port;
    }

    /** The name of its process. */
    private String process() {
        return SERVICE + "-" + agent.name();
    }

    DemoAgent agent() {
        return agent;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    void start() {
        Path program = Stage.javaHome().resolve("bin").resolve("jwebserver");
        Path pages = stage.folder().resolve(process());
        try {
            Files.createDirectories(pages);
            Files.writeString(pages.resolve("index.html"), "hello from " + agent.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stage.start(
                process(),
                List.of(
                        program.toString(),
                        "-J-Xmx32m",
                        "-J-XX:+UseSerialGC",
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:-UsePerfData",
                        "-b",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-d",
                        pages.toString(),
                        "-o",
                        "none"));
    }

    void kill() {
        stage.kill(process());
    }

    boolean isAnswering() {
        return !page().isEmpty();
    }

    /** What it serves; empty while it does not answer. */
    String page() {
        try {
            var connection =
                    (HttpURLConnection) URI.create(url()).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException notNow) {
            return "";
        }
    }

    /** Tells its own agent about it, with a check every second. */
    void register() {
        CheckRequest check = new CheckRequest(null, url(), null, null, "1s", null);
        ServiceRequest service =
                new ServiceRequest(
                        null, SERVICE, null, port, List.of(), new TreeMap<>(), List.of(check));
        agent.client().put(ControlPath.of("services"), service);
    }
}
