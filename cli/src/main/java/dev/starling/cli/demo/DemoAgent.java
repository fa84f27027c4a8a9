package dev.starling.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.AgentView;
import dev.starling.agent.api.JobView;
import dev.starling.agent.api.LogView;
import dev.starling.agent.api.LookupView;
import dev.starling.agent.api.LookupView.Instance;
import dev.starling.agent.api.MemberView;
import dev.starling.cli.control.ControlClient;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.VerbFailedException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** One agent of the play: how it is started, and what one can ask it. */
final class DemoAgent {

    private final Stage stage;
    private final String name;
    private final int port;
    private final int httpPort;
    private final ControlClient client;

    DemoAgent(Stage stage, String name, int port, int httpPort) {
        this.stage = stage;
        this.name = name;
        this.port = port;
        this.httpPort = httpPort;
        this.client = new ControlClient(URI.create("http://127.0.0.1:" + httpPort));
    }

    String name() {
        return name;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Starts it, or starts it again on what its former life left on disk. */
    void start(String cluster, List<String> seeds) {
        List<String> command = new ArrayList<>(Stage.java("-Xmx128m"));
        command.add("dev.starling.cli.Main");
        command.addAll(List.of("agent", "--tasks", "--name=" + name, "--cluster=" + cluster));
        command.addAll(List.of("--task-cpu=1000", "--task-memory=256M"));
        command.addAll(List.of("--bind=127.0.0.1", "--http-bind=127.0.0.1"));
        command.addAll(List.of("--port=" + port, "--http-port=" + httpPort));
        command.add("--data-dir=" + dataDir());
        seeds.forEach(seed -> command.add("--join=" + seed));
        stage.start(name, command);
    }

    Path dataDir() {
        return stage.folder().resolve(name);
    }

    ControlClient client() {
        return client;
    }

    AgentView self() {
        return Json.as(AgentView.class, client.get(ControlPath.of("agent")));
    }

    boolean isAnswering() {
        try {
            return self().name().equals(name);
        } catch (VerbFailedException notYet) {
            return false;
        }
    }

    List<MemberView> members() {
        return Json.listOf(MemberView.class, client.get(ControlPath.of("members")));
    }

    /** Who is alive as it sees it, itself included; empty while it does not answer. */
    List<String> alive() {
        try {
            return members().stream()
                    .filter(member -> member.status().equals("alive"))
                    .map(MemberView::name)
                    .sorted()
                    .toList();
        } catch (VerbFailedException notNow) {
            return List.of();
        }
    }

    LookupView lookup(String service) {
        return Json.as(LookupView.class, client.get(ControlPath.of("lookup", service)));
    }

    /** Whether what it finds is so; a partial answer proves nothing. */
    boolean finds(String service, Predicate<List<Instance>> what) {
        try {
            LookupView found = lookup(service);
            return found.complete() && what.test(found.instances());
        } catch (VerbFailedException notNow) {
            return false;
        }
    }

    JobView job(String job) {
        return Json.as(JobView.class, client.get(ControlPath.of("jobs", job)));
    }

    /** The first line of what a task wrote. */
    String firstLogLine(String task) {
        JsonNode answer =
                client.get(ControlPath.of("tasks", task, "logs").with("stream", "stdout"));
        byte[] content = Base64.getDecoder().decode(Json.as(LogView.class, answer).content());
        return new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
}
