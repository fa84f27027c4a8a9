package dev.starling.cli;

import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(
        name = "completion",
        description = "Print a script that teaches bash or zsh to complete.",
        footer = {
            "",
            "For this shell:    source <(starling completion)",
            "For every bash:    starling completion > FOLDER/starling",
            "with FOLDER ~/.local/share/bash-completion/completions"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.println(AutoComplete.bash("starling", new Verbs(terminal).completeCommandLine()));
        return ExitCode.DONE;
    }
}
