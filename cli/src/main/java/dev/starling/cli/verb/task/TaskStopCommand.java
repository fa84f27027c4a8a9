package dev.starling.cli.verb.task;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.JobView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

@Command(
        name = "stop",
        description = "End one task for good; its job goes on without it.",
        footer = {"", "Example: starling task stop backup.2", "", ExitCode.FOOTER})
public final class TaskStopCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Parameters(paramLabel = "TASK", description = "JOB.INDEX, as starling tasks lists it.")
    String task;

    private final Terminal terminal;

    public TaskStopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).delete(ControlPath.of("tasks", task));
        format.show(
                answer, terminal, () -> TaskTables.job(Json.as(JobView.class, answer), terminal));
        return ExitCode.DONE;
    }
}
