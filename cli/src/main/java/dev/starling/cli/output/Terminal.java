package dev.starling.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a verb runs: its two streams, its environment, and whether a person looks at it.
 *
 * @param environment the variables of the process, an input like any other
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        SortedMap<String, String> environment,
        boolean isInteractive) {

    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 1_000;

    public Terminal {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    /** The terminal of this process; it writes UTF-8 whatever the locale says, as JSON must. */
    public static Terminal ofProcess() {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new TreeMap<>(System.getenv()),
                System.console() != null && System.console().isTerminal());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)),
                true,
                StandardCharsets.UTF_8);
    }

    /** The value of a variable, empty if it is not set. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** How wide a table may be: {@code COLUMNS}, else 80. */
    public int columns() {
        String columns = variable("COLUMNS");
        if (!columns.matches("[1-9]\\d{0,5}")) return USUAL_COLUMNS;
        return Math.clamp(Integer.parseInt(columns), FEWEST_COLUMNS, MOST_COLUMNS);
    }

    /** Whether colours would be seen and are welcome (no-color.org). */
    public boolean isColoured() {
        return isInteractive && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
    }

    public void println(String line) {
        out.println(line);
    }

    /** Says something about the answer that is no part of it, so that pipes stay clean. */
    public void note(String line) {
        out.flush();
        err.println(line);
    }
}
