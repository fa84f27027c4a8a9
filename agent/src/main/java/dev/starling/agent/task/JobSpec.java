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

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public JobSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a job's name is 1 to 63 of a-z, 0-9 and -, starting with a letter: \""
                            + name
                            + "\"");
        }
        if (count < 1 || count > MOST_TASKS) {
            throw new IllegalArgumentException(
                    "job %s: count must be 1 to %d, not %d".formatted(name, MOST_TASKS, count));
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("job " + name + " has no command");
        }
        int texts = command.stream().mapToInt(String::length).sum();
        for (var pair : environment.entrySet()) {
            texts += pair.getKey().length() + pair.getValue().length();
        }
        if (texts > MOST_TEXT_CHARACTERS) {
            throw new IllegalArgumentException(
                    "job %s: command and environment have %d characters, at most %d"
                            .formatted(name, texts, MOST_TEXT_CHARACTERS));
        }
        if (killGraceNanos < 0) {
            throw new IllegalArgumentException("job " + name + ": kill grace below zero");
        }
        command = List.copyOf(command);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
}
