package dev.starling.cli.verb;

import dev.starling.agent.Version;
import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(name = "version", description = "Say which Starling this is, and on which Java.")
public final class VersionCommand implements Callable<Integer> {

    private final Terminal terminal;

    public VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.println("starling " + Version.text() + ", Java " + Runtime.version());
        return ExitCode.DONE;
    }
}
