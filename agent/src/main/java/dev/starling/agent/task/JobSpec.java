package dev.starling.agent.task;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What to run: {@code count} tasks of one command.
 *
 * @param name unique in the fleet: 1 to 63 of a-z, 0-9 and -, starting with a letter
 * @param count 1 to {@value #MOST_TASKS}
 * @param command program and arguments, at least the program
 * @param environment what the tasks get beside {@code STARLING_JOB}, {@code _TASK}, {@code _INDEX}
 *     and {@code _ATTEMPT}
 * @param resources what each task needs
 * @param killGraceNanos how long a task asked to end may take before it is killed
 */
public record JobSpec(
        String name,
        int count,
        List<String> command,
        SortedMap<String, String> environment,
        Resources resources,
        long killGraceNanos) {

    public static final int MOST_TASKS = 1_000;

    /** Bound on command and environment together, so that a job fits where it is stored. */
    public static final int MOST_TEXT_CHARACTERS = 2_048;

    public static final int MOST_ARGUMENTS = 256;
    public static final int MOST_VARIABLES = 128;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Whether a job can be called {@code name}. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public JobSpec {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a job's name is 1 to 63 of a-z, 0-9 and -, starting with a letter: \""
                            + name
                            + "\"");
        }
        if (count < 1 || count > MOST_TASKS) {
            throw new IllegalArgumentException(
                    "job %s: count must be 1 to %s, not %s".formatted(name, MOST_TASKS, count));
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("job " + name + " has no command");
        }
        requireTexts(name, command, environment);
        if (killGraceNanos < 0) {
            throw new IllegalArgumentException("job " + name + ": kill grace below zero");
        }
        command = List.copyOf(command);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }

    private static void requireTexts(
            String name, List<String> command, SortedMap<String, String> environment) {
        requireAtMost(name, "arguments", command.size(), MOST_ARGUMENTS);
        requireAtMost(name, "variables", environment.size(), MOST_VARIABLES);
        int texts = 0;
        for (String argument : command) {
            requireNoNul(name, argument);
            texts += argument.length();
        }
        for (var pair : environment.entrySet()) {
            if (!VARIABLE.matcher(pair.getKey()).matches()) {
                throw new IllegalArgumentException(
                        "job %s: a variable's name is letters, digits and _: \"%s\""
                                .formatted(name, pair.getKey()));
            }
            requireNoNul(name, pair.getValue());
            texts += pair.getKey().length() + pair.getValue().length();
        }
        requireAtMost(name, "characters in command and environment", texts, MOST_TEXT_CHARACTERS);
    }

    private static void requireNoNul(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "job " + name + ": no command or variable can hold a NUL character");
        }
    }

    private static void requireAtMost(String name, String what, int count, int most) {
        if (count > most) {
            throw new IllegalArgumentException(
                    "job %s has %s %s, at most %s".formatted(name, count, what, most));
        }
    }
}
