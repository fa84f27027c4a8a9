package dev.starling.cli.verb.task;

import dev.starling.agent.api.LogView;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlClient;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Json;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;

@Command(
        name = "logs",
        description = "Print what a task wrote, wherever it runs or ran, byte for byte.",
        footer = {
            "",
            "Examples:",
            "  starling task logs backup.2",
            "  starling task logs backup.2 -f --stderr",
            "",
            ExitCode.FOOTER
        })
public final class TaskLogsCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(300);

    @Mixin AgentConnection agent;

    @Parameters(paramLabel = "TASK", description = "JOB.INDEX, as starling tasks lists it.")
    String task;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it writes next, until it ends.")
    boolean isFollowing;

    @Option(names = "--stderr", description = "What it wrote to standard error.")
    boolean isStderr;

    private final Terminal terminal;

    public TaskLogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ControlClient client = agent.client(terminal);
        long offset = 0;
        while (true) {
            LogView piece = read(client, offset);
            if (piece.size() < offset) {
                terminal.note(task + " was started anew elsewhere; its output begins again");
                offset = 0;
                continue;
            }
            terminal.out().writeBytes(Base64.getDecoder().decode(piece.content()));
            offset = piece.next();
            // A reader that went away, as head does, wants no more.
            if (terminal.out().checkError()) return ExitCode.DONE;
            if (offset < piece.size()) continue;
            if (!isFollowing || piece.ended()) return ExitCode.DONE;
            Thread.sleep(PAUSE);
        }
    }

    private LogView read(ControlClient client, long offset) {
        ControlPath path =
                ControlPath.of("tasks", task, "logs")
                        .with("stream", isStderr ? "stderr" : "stdout")
                        .with("offset", offset);
        return Json.as(LogView.class, client.get(path));
    }
}
