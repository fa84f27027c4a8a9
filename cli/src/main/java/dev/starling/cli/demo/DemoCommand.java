package dev.starling.cli.demo;

import dev.starling.cli.output.ExitCode;
import dev.starling.cli.output.Terminal;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.concurrent.Callable;

@Command(
        name = "demo",
        description = "Show it all in a minute: five agents, web servers, crashes, jobs.",
        footer = {
            "",
            "Starts five agents and four web servers as processes on 127.0.0.1, on free ports and"
                    + " in a fresh folder, kills some of them, and shows what the others see and"
                    + " how long it took. Nothing is left behind, also after Ctrl-C; only if a"
                    + " step fails the logs are kept.",
            "",
            "Exit codes: 0 shown, 1 a step failed."
        })
public final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Stage stage = Stage.open()) {
            return play(stage);
        }
    }

    private int play(Stage stage) throws IOException, InterruptedException {
        try {
            new Demo(stage, new Story(terminal)).play();
            return ExitCode.DONE;
        } catch (StepFailedException e) {
            // Taken down by a signal: what fails after that is no news.
            if (stage.isInterrupted()) return ExitCode.FAILED;
            stage.keepFiles();
            terminal.note("");
            terminal.note("starling: the demo failed: " + e.getMessage());
            e.evidence().forEach(terminal::note);
            terminal.note("the logs are kept in " + stage.folder());
            return ExitCode.FAILED;
        }
    }
}
