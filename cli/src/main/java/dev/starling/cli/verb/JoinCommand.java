package dev.starling.cli.verb;

import dev.starling.agent.api.JoinRequest;
import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "join",
        description = "Make this host's agent ask others to let it into their fleet.",
        footer = {
            "",
            "The agent keeps asking until one of them answers; starling members shows when.",
            "",
            "Example: starling join 10.0.0.5 10.0.0.6:7946",
            "",
            ExitCode.FOOTER
        })
public final class JoinCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            arity = "1..*",
            description = "Agents to ask; port 7946 if left out.")
    List<String> addresses = List.of();

    private final Terminal terminal;

    public JoinCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        agent.client(terminal).tell("POST", ControlPath.of("join"), new JoinRequest(addresses));
        terminal.println("asking " + String.join(", ", addresses) + "; see: starling members");
        return ExitCode.DONE;
    }
}
