package dev.starling.cli.verb;

import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

@Command(
        name = "leave",
        description = "Make this host's agent say goodbye to the fleet and end.",
        footer = {
            "",
            "Its services leave every answer at once. What it keeps on disk stays, so that it"
                    + " comes back as itself when it is started again.",
            "",
            ExitCode.FOOTER
        })
public final class LeaveCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;

    private final Terminal terminal;

    public LeaveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        agent.client(terminal).tell("POST", ControlPath.of("leave"));
        terminal.println("it has said goodbye and ends now");
        return ExitCode.DONE;
    }
}
