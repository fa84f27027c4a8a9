package dev.starling.cli.demo;

import dev.starling.cli.output.Terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Tells the play as it goes on, act by act, each with the time that it took. */
final class Story {

    private final Terminal terminal;
    private final long beganNanos = System.nanoTime();
    private long actBeganNanos;
    private int act;

    Story(Terminal terminal) {
        this.terminal = terminal;
    }

    /** For tables, which know how to print themselves. */
    Terminal terminal() {
        return terminal;
    }

    void act(String title) {
        endAct();
        act++;
        actBeganNanos = System.nanoTime();
        String line = act + ". " + title;
        terminal.println("");
        terminal.println(terminal.isColoured() ? "\033[1m" + line + "\033[0m" : line);
    }

    void end() {
        endAct();
        terminal.println("");
        say("All of it took " + seconds(Duration.ofNanos(System.nanoTime() - beganNanos)) + ".");
    }

    private void endAct() {
        if (act == 0) return;
        String took = seconds(Duration.ofNanos(System.nanoTime() - actBeganNanos));
        terminal.println(" ".repeat(Math.max(0, terminal.columns() - took.length())) + took);
    }

    /** A paragraph, wrapped to the terminal. */
    void say(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > terminal.columns()) {
                terminal.println(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(word);
        }
        terminal.println(line.toString());
    }

    /** What somebody would type to do or see the same; long ones on several lines. */
    void command(String where, String... lines) {
        terminal.println(where + "$ starling " + String.join(" \\\n    ", lines));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1_000.0);
    }

    /** {@code ann 0.3s, bob 0.4s}. */
    static String seconds(SortedMap<String, Duration> times) {
        return times.entrySet().stream()
                .map(time -> time.getKey() + " " + seconds(time.getValue()))
                .collect(Collectors.joining(", "));
    }

    static Duration longest(Map<String, Duration> times) {
        return times.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
