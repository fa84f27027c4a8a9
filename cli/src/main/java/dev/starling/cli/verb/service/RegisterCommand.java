package dev.starling.cli.verb.service;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.ServiceRequest;
import dev.starling.agent.api.ServiceRequest.CheckRequest;
import dev.starling.agent.api.StoredView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.control.RequestFile;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Terminal;
import dev.starling.cli.output.VerbFailedException;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

@Command(
        name = "register",
        description = "Register a service of this host, or replace it.",
        footer = {
            "",
            "A file holds the same as the options, in the API's words: name, port, id,"
                    + " address, tags, [meta], and [[checks]] with http, tcp or ttl, interval,"
                    + " timeout.",
            "",
            "Examples:",
            "  starling register web --port=8080 --check-http=http://127.0.0.1:8080/health",
            "  starling register db --port=5432 --tag=primary --check-tcp=127.0.0.1:5432",
            "  starling register --file=web.toml",
            "",
            ExitCode.FOOTER
        })
public final class RegisterCommand implements Callable<Integer> {

    /** What is checked; exactly one. */
    static final class CheckTarget {

        @Option(
                names = "--check-http",
                paramLabel = "URL",
                description = "GET it: 2xx passing, 429 warning, else critical.")
        String http;

        @Option(
                names = "--check-tcp",
                paramLabel = "HOST:PORT",
                description = "Connect to it: passing if it accepts.")
        String tcp;

        @Option(
                names = "--check-ttl",
                paramLabel = "DURATION",
                description = "Critical unless starling ttl reports at least this often.")
        String ttl;
    }

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "What it is looked up by.")
    String name;

    @Option(names = "--port", paramLabel = "PORT", description = "Where it listens.")
    Integer port;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Unique on this host; the name if left out.")
    String id;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "Where it listens, if not at the agent's own address.")
    String address;

    @Option(names = "--tag", paramLabel = "TAG", description = "Repeatable.")
    List<String> tags = new ArrayList<>();

    @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "Repeatable.")
    SortedMap<String, String> meta = new TreeMap<>();

    @ArgGroup CheckTarget check;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "How often it is checked; 10s if left out.")
    String interval;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long a check may take; the interval if left out, at most 10s.")
    String timeout;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Everything from a file instead, TOML or JSON.")
    Path file;

    private final Terminal terminal;

    public RegisterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).put(ControlPath.of("services"), service());
        format.show(answer, terminal, () -> tell(Json.as(StoredView.class, answer)));
        return ExitCode.DONE;
    }

    private ServiceRequest service() {
        if (file != null) {
            if (name != null || port != null) {
                throw misused("--file holds everything: leave out NAME and --port");
            }
            return RequestFile.read(file, ServiceRequest.class);
        }
        if (name == null) throw misused("NAME is missing: starling register NAME --port=PORT");
        if (port == null) throw misused("service " + name + " needs a port: add --port=PORT");
        if (check == null && (interval != null || timeout != null)) {
            throw misused(
                    "--interval and --timeout belong to a check: add --check-http or another");
        }
        return new ServiceRequest(id, name, address, port, tags, meta, checks());
    }

    private List<CheckRequest> checks() {
        if (check == null) return List.of();
        return List.of(new CheckRequest(null, check.http, check.tcp, check.ttl, interval, timeout));
    }

    private void tell(StoredView stored) {
        terminal.println(
                "registered %s on %d of %d replicas"
                        .formatted(stored.id(), stored.acks(), stored.replicas()));
        if (!stored.acknowledged()) {
            terminal.note(
                    "only %d of the %d wanted have it so far; the agent goes on trying"
                            .formatted(stored.acks(), stored.wanted()));
        }
    }

    private static VerbFailedException misused(String line) {
        return new VerbFailedException(ExitCode.BAD_USAGE, line);
    }
}
