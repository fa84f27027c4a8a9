package dev.starling.cli.verb.task;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.JobsView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.OutputFormat;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

@Command(
        name = "jobs",
        description = "List the jobs of the fleet.",
        footer = {
            "",
            "CPU, in thousandths of a core, and MEMORY are for each task.",
            "",
            ExitCode.FOOTER
        })
public final class JobsCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    private final Terminal terminal;

    public JobsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).get(ControlPath.of("jobs"));
        format.show(answer, terminal, () -> table(Json.as(JobsView.class, answer)));
        return ExitCode.DONE;
    }

    private void table(JobsView view) {
        if (view.jobs().isEmpty()) {
            terminal.note("the fleet has no jobs; submit one with: starling run");
        } else {
            TaskTables.jobs(view.jobs(), terminal);
        }
        TaskTables.warn(view.complete(), view.asked(), view.answered(), terminal);
    }
}
