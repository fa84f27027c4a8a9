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
        description = "Stop a job: no task of it starts any more, those that run are ended.",
        footer = {"", "Example: starling job stop backup", "", ExitCode.FOOTER})
public final class JobStopCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    @Parameters(paramLabel = "JOB", description = "The job's name.")
    String job;

    private final Terminal terminal;

    public JobStopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).delete(ControlPath.of("jobs", job));
        format.show(
                answer, terminal, () -> TaskTables.job(Json.as(JobView.class, answer), terminal));
        return ExitCode.DONE;
    }
}
