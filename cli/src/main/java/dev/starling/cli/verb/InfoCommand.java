package dev.starling.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.AgentView;
import dev.starling.agent.api.Units;
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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "info",
        description = "Show what this host's agent says of itself.",
        footer = {"", ExitCode.FOOTER})
public final class InfoCommand implements Callable<Integer> {

    private record Fact(String what, String value) {}

    private static final Table<Fact> TABLE =
            new Table<>(Column.of("WHAT", Fact::what), Column.of("VALUE", Fact::value));

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    private final Terminal terminal;

    public InfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).get(ControlPath.of("agent"));
        format.show(answer, terminal, () -> table(Json.as(AgentView.class, answer)));
        return ExitCode.DONE;
    }

    private void table(AgentView self) {
        Duration uptime = Duration.ofMillis(Math.round(self.uptimeSeconds() * 1_000));
        TABLE.print(
                List.of(
                        new Fact("name", self.name()),
                        new Fact("id", self.id()),
                        new Fact(
                                "life",
                                "epoch %d, incarnation %d"
                                        .formatted(self.epoch(), self.incarnation())),
                        new Fact("state", self.state() + " for " + Units.describe(uptime)),
                        new Fact("address", self.address()),
                        new Fact("api", self.httpAddress()),
                        new Fact("zone", self.zone()),
                        new Fact(
                                "present",
                                self.members() + (self.members() == 1 ? " member" : " members")),
                        new Fact("tasks", tasks(self)),
                        new Fact("data", self.dataDir()),
                        new Fact("process", Long.toString(self.pid())),
                        new Fact("version", self.version())),
                terminal);
    }

    private static String tasks(AgentView self) {
        if (!self.tasksEnabled()) return "off; switch on with: starling agent --tasks";
        return "%d millicores, %s"
                .formatted(self.cpuMillis(), Units.describeBytes(self.memoryBytes()));
    }
}
