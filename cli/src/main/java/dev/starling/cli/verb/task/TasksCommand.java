package dev.starling.cli.verb.task;

import com.fasterxml.jackson.databind.JsonNode;

import dev.starling.agent.api.TasksView;
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
        name = "tasks",
        description = "List the tasks of all jobs of the fleet.",
        footer = {"", "For those of one job: starling job status JOB", "", ExitCode.FOOTER})
public final class TasksCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;
    @Mixin OutputFormat format;

    private final Terminal terminal;

    public TasksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JsonNode answer = agent.client(terminal).get(ControlPath.of("tasks"));
        format.show(answer, terminal, () -> table(Json.as(TasksView.class, answer)));
        return ExitCode.DONE;
    }

    private void table(TasksView view) {
        if (view.tasks().isEmpty()) {
            terminal.note("the fleet has no tasks; submit a job with: starling run");
        } else {
            TaskTables.tasks(view.tasks(), terminal);
        }
        TaskTables.warn(view.complete(), view.asked(), view.answered(), terminal);
    }
}
