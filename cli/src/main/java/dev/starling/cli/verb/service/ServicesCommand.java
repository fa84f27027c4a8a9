package dev.starling.cli.verb.service;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.LocalServiceView;
import dev.starling.agent.api.LocalServiceView.CheckView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.Column;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Table;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

@Command(
        name = "services",
        description = "List the services of this host, with their checks.",
        footer = {"", "For those of the whole fleet: starling lookup NAME", "", ExitCode.FOOTER})
public final class ServicesCommand implements Callable<Integer> {

    private static final Table<LocalServiceView> TABLE =
            new Table<>(
                    Column.of("ID", LocalServiceView::id),
                    Column.of("NAME", LocalServiceView::name),
                    Column.of("ADDRESS", service -> service.address() + ":" + service.port()),
                    Column.state("STATUS", LocalServiceView::status),
                    Column.of("TAGS", service -> String.join(",", service.tags())),
                    Column.of("CHECKS", ServicesCommand::checks));

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    private final Terminal terminal;

    public ServicesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).get(ControlPath.of("services"));
        format.show(answer, terminal, () -> table(Json.listOf(LocalServiceView.class, answer)));
        return ExitCode.DONE;
    }

    private void table(List<LocalServiceView> services) {
        if (services.isEmpty()) {
            terminal.note("this host has no services; register one with: starling register");
            return;
        }
        TABLE.print(services, terminal);
    }

    /** What is wrong, if anything is; else what is checked. */
    private static String checks(LocalServiceView service) {
        return service.checks().stream()
                .map(check -> check.status().equals("passing") ? check.id() : trouble(check))
                .collect(Collectors.joining(", "));
    }

    private static String trouble(CheckView check) {
        return check.id() + ": " + (check.output().isEmpty() ? check.status() : check.output());
    }
}
