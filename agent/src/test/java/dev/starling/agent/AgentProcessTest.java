package dev.starling.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.starling.agent.config.AgentSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An agent in a process of its own: signals, crashes, and what it writes. */
@Timeout(180)
class AgentProcessTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("starling agent .* is ready: API (\\S+), members on (\\S+)");

    @TempDir Path folder;

    private final List<Child> children = new ArrayList<>();

    @AfterEach
    void killAll() {
        children.forEach(child -> child.process.destroyForcibly());
    }

    @Test
    void a_signal_makes_it_say_goodbye_and_end() throws Exception {
        try (Agent other = Agents.start(folder.resolve("other"))) {
            Child child = start("name", "ann", "join", other.endpoint().toString());
            await().atMost(SOON).until(() -> Agents.get(other, "/members").contains("\"ann\""));

            child.process.toHandle().destroy();

            assertThat(child.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process.exitValue()).isZero();
            assertThat(Agents.get(other, "/members?status=left")).contains("\"ann\"");
        }
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        try (Agent other = Agents.start(folder.resolve("other"))) {
            Child child = start("name", "ann", "join", other.endpoint().toString());
            await().atMost(SOON).until(() -> Agents.get(other, "/members").contains("\"ann\""));

            child.process.toHandle().destroy();
            await().atMost(SOON)
                    .until(() -> Agents.get(other, "/members?status=left").contains("\"ann\""));
            child.process.toHandle().destroy();

            assertThat(child.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process.exitValue()).isEqualTo(128 + 15);
        }
    }

    @Test
    void killed_and_started_again_it_is_itself_with_its_services() throws Exception {
        Child child = start("name", "ann");
        String stored = child.put("/services", "{\"id\":\"web-1\",\"name\":\"web\",\"port\":80}");
        assertThat(stored).contains("\"acknowledged\":true");
        String before = child.get("/agent");

        child.process.toHandle().destroyForcibly();
        child.process.waitFor();
        Child again = start("name", "ann");

        String after = again.get("/agent");
        assertThat(valueOf("id", after)).isEqualTo(valueOf("id", before));
        assertThat(valueOf("epoch", before)).isEqualTo("1");
        assertThat(valueOf("epoch", after)).isEqualTo("2");
        await().atMost(SOON).until(() -> again.get("/lookup/web").contains("\"web-1\""));
    }

    @Test
    void a_seed_that_does_not_answer_is_told_and_tried_again() throws Exception {
        int silent;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            silent = free.getLocalPort();
        }

        Child child = start("name", "ann", "join", "127.0.0.1:" + silent + ",no-such-host.invalid");

        child.awaitLine("seed 127.0.0.1:" + silent + " does not answer; trying again in");
        child.awaitLine("the name of seed no-such-host.invalid:7946 is not known; trying again in");
        assertThat(child.get("/agent")).contains("\"running\"");
    }

    @Test
    void a_name_that_clashes_is_told() throws Exception {
        try (Agent other = Agents.start(folder.resolve("other"), "name", "ann")) {
            Child child = start("name", "ann", "join", other.endpoint().toString());

            child.awaitLine("two members are called \"ann\"");
        }
    }

    @Test
    void logs_for_machines_are_one_json_object_a_line() throws Exception {
        Child child = start("log-format", "json", "name", "a\"n", "join", "127.0.0.1:1");

        child.awaitLine("seed 127.0.0.1:1 does not answer");
        ObjectMapper json = new ObjectMapper();
        for (String line : child.lines) {
            // SLF4J complains if tests of other parts have brought it along.
            if (READY.matcher(line).matches() || line.startsWith("SLF4J")) continue;
            assertThat(json.readTree(line).fieldNames())
                    .toIterable()
                    .contains("time", "level", "logger", "message");
        }
    }

    /** What the command line does, without its parsing. */
    static final class Main {
        public static void main(String[] arguments) throws Exception {
            Map<String, String> flags = new TreeMap<>();
            for (int i = 0; i < arguments.length; i += 2) {
                flags.put(arguments[i], arguments[i + 1]);
            }
            try (Agent agent = Agent.start(AgentSettings.load(flags, Map.of()))) {
                agent.leaveOnSignal();
                System.out.println(agent.readyLine());
                agent.awaitEnd();
            }
            System.exit(0);
        }
    }

    private Child start(String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("data-dir", folder.resolve("data").toString()));
        arguments.addAll(List.of("port", "0", "http-port", "0"));
        Child child = new Child(ChildJvm.start(Main.class, arguments.toArray(String[]::new)));
        children.add(child);
        child.awaitLine(" is ready: API ");
        return child;
    }

    /** A process with everything it has said so far. */
    private static final class Child {
        final Process process;
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Child(Process process) {
            this.process = process;
            Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(lines::add));
        }

        void awaitLine(String part) {
            await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains(part)));
        }

        String apiUrl() {
            return lines.stream()
                    .map(READY::matcher)
                    .filter(Matcher::matches)
                    .map(ready -> ready.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        String get(String path) {
            return Agents.get(apiUrl(), path);
        }

        String put(String path, String json) {
            return Agents.put(apiUrl(), path, json);
        }
    }

    private static String valueOf(String field, String json) throws IOException {
        return new ObjectMapper().readTree(json).get(field).asText();
    }
}
