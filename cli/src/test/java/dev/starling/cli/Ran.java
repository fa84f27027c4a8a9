package dev.starling.cli;

import dev.starling.cli.output.Terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One verb, run to its end in this process: what it wrote and how it ended. */
public record Ran(int exitCode, String out, String err) {

    /** Runs a verb that asks {@code agent}, on a plain terminal of 80 columns. */
    public static Ran verb(StandIn agent, String... arguments) {
        return in(
                new TreeMap<>(java.util.Map.of("STARLING_HTTP_ADDR", agent.address())), arguments);
    }

    public static Ran in(SortedMap<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(stream(out), stream(err), environment, false);
        int exitCode = Main.run(terminal, arguments);
        terminal.out().flush();
        terminal.err().flush();
        return new Ran(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
