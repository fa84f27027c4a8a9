package dev.starling.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

class TerminalTest {

    @Test
    void it_is_as_wide_as_the_environment_says_or_80_columns() {
        assertThat(terminal(Map.of(), true).columns()).isEqualTo(80);
        assertThat(terminal(Map.of("COLUMNS", "132"), true).columns()).isEqualTo(132);
        assertThat(terminal(Map.of("COLUMNS", "3"), true).columns()).isEqualTo(40);
        assertThat(terminal(Map.of("COLUMNS", "wide"), true).columns()).isEqualTo(80);
        assertThat(terminal(Map.of("COLUMNS", "0"), true).columns()).isEqualTo(80);
    }

    @Test
    void colours_are_for_people_who_want_them() {
        assertThat(terminal(Map.of(), true).isColoured()).isTrue();
        assertThat(terminal(Map.of(), false).isColoured()).isFalse();
        assertThat(terminal(Map.of("NO_COLOR", "1"), true).isColoured()).isFalse();
        assertThat(terminal(Map.of("TERM", "dumb"), true).isColoured()).isFalse();
    }

    private static Terminal terminal(Map<String, String> environment, boolean isInteractive) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Terminal(nowhere, nowhere, new TreeMap<>(environment), isInteractive);
    }
}
