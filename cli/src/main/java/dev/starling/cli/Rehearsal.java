package dev.starling.cli;

import dev.starling.agent.Agent;
import dev.starling.agent.config.AgentSettings;
import dev.starling.cli.output.Terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Goes once through what an agent and the usual verbs do, on loopback and in a fresh folder, while
 * the JVM writes down what it loads: the launcher makes its cache of classes from that.
 */
final class Rehearsal {

    private static final String[][] VERBS = {
        {"version"},
        {"--help"},
        {"members"},
        {"members", "--format=json"},
        {"members", "--format=yaml"},
        {"info"},
        {"register", "web", "--port=80", "--check-ttl=10s", "--tag=a", "--meta=k=v"},
        {"ttl", "web", "pass"},
        {"services"},
        {"lookup", "web"},
        {"run", "--name=rehearsal", "--wait", "--", "true"},
        {"jobs"},
        {"tasks"},
        {"job", "status", "rehearsal"},
        {"task", "logs", "rehearsal.0"},
        {"deregister", "web"}
    };

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("starling-rehearsal-");
        try {
            play(folder);
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    private static void play(Path folder) throws Exception {
        Map<String, String> settings =
                Map.of(
                        "name", "rehearsal",
                        "cluster", "rehearsal",
                        "data-dir", folder.resolve("data").toString(),
                        "port", "0",
                        "http-port", "0",
                        "tasks", "true",
                        "log-level", "error");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (Agent agent = Agent.start(AgentSettings.load(settings, Map.of()))) {
            Map<String, String> environment = Map.of("STARLING_HTTP_ADDR", agent.apiUrl());
            Terminal terminal = new Terminal(nowhere, nowhere, new TreeMap<>(environment), false);
            for (String[] verb : VERBS) Main.run(terminal, verb);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
