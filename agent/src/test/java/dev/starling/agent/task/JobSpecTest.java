package dev.starling.agent.task;

import static dev.starling.agent.task.Fixtures.SMALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

class JobSpecTest {

    private static final SortedMap<String, String> NOTHING = Collections.emptySortedMap();

    private static JobSpec with(List<String> command, SortedMap<String, String> environment) {
        return new JobSpec("etl", 1, command, environment, SMALL, 0);
    }

    private static void assertRefused(String message, Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void what_cannot_be_run_is_refused_in_one_line_that_says_why() {
        assertRefused("job etl has no command", () -> with(List.of(), NOTHING));
        assertRefused("job etl has no command", () -> with(List.of(" "), NOTHING));
        assertRefused(
                "job etl: no command or variable can hold a NUL character",
                () -> with(List.of("run", "a\0b"), NOTHING));
        assertRefused(
                "job etl has 257 arguments, at most 256",
                () -> with(Collections.nCopies(257, "x"), NOTHING));
        assertRefused(
                "job etl has 2049 characters in command and environment, at most 2048",
                () -> with(List.of("x".repeat(2_049)), NOTHING));
        SortedMap<String, String> bad = new TreeMap<>();
        bad.put("A=B", "c");
        assertRefused(
                "job etl: a variable's name is letters, digits and _: \"A=B\"",
                () -> with(List.of("run"), bad));
        assertRefused(
                "job etl: count must be 1 to 1000, not 0",
                () -> new JobSpec("etl", 0, List.of("run"), NOTHING, SMALL, 0));
    }

    @Test
    void too_many_variables_are_refused() {
        SortedMap<String, String> many = new TreeMap<>();
        for (int i = 0; i < 129; i++) many.put("V" + i, "");
        assertRefused("job etl has 129 variables, at most 128", () -> with(List.of("run"), many));
    }

    @Test
    void names_are_short_and_plain() {
        assertThat(List.of("a", "etl-2", "a".repeat(63))).allMatch(JobSpec::isName);
        assertThat(List.of("", "2a", "-a", "A", "a_b", "a.b", "a/b", "a".repeat(64)))
                .noneMatch(JobSpec::isName);
    }
}
