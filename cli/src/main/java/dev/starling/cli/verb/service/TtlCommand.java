package dev.starling.cli.verb.service;

import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;
import java.util.concurrent.Callable;

@Command(
        name = "ttl",
        description = "Report for a TTL check, before its time runs out.",
        footer = {
            "",
            "Example: starling ttl backup pass --output=\"42 files\"",
            "",
            ExitCode.FOOTER
        })
public final class TtlCommand implements Callable<Integer> {

    /** What a service can say of itself. */
    enum Report {
        PASS("passing"),
        WARN("warning"),
        FAIL("critical");

        private final String status;

        Report(String status) {
            this.status = status;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin AgentConnection agent;

    @Parameters(index = "0", paramLabel = "ID", description = "As starling services lists it.")
    String id;

    @Parameters(index = "1", paramLabel = "STATE", description = "pass, warn or fail.")
    Report report;

    @Option(
            names = "--check",
            paramLabel = "CHECK",
            description = "Which of its TTL checks, if it has several.")
    String check = "";

    @Option(names = "--output", paramLabel = "TEXT", description = "A line to show with it.")
    String output = "";

    private final Terminal terminal;

    public TtlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ControlPath path = ControlPath.of("services", id, "ttl").with("status", report.status);
        if (!check.isEmpty()) path = path.with("check", check);
        if (!output.isEmpty()) path = path.with("output", output);
        agent.client(terminal).tell("PUT", path);
        return ExitCode.DONE;
    }
}
