package dev.starling.cli.verb.service;

import dev.starling.cli.control.AgentConnection;
import dev.starling.cli.control.ControlPath;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

@Command(
        name = "deregister",
        description = "Take back a service of this host.",
        footer = {"", "Example: starling deregister web", "", ExitCode.FOOTER})
public final class DeregisterCommand implements Callable<Integer> {

    @Mixin AgentConnection agent;

    @Parameters(paramLabel = "ID", description = "As starling services lists it.")
    String id;

    private final Terminal terminal;

    public DeregisterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        agent.client(terminal).tell("DELETE", ControlPath.of("services", id));
        terminal.println("deregistered " + id);
        return ExitCode.DONE;
    }
}
