package dev.starling.simulator.host;

import dev.starling.agent.api.Units;
import dev.starling.agent.task.JobSpec;

import java.util.List;

/**
 * What a modelled process does: the command {@code ["work", "30s"]} ends with 0 after that time,
 * {@code ["work", "30s", "3"]} with 3, any other runs until it is stopped.
 *
 * @param runsNanos {@link Long#MAX_VALUE} for ever
 */
public record Program(long runsNanos, int exitCode) {

    private static final Program ENDLESS = new Program(Long.MAX_VALUE, 0);

    /** The command of a process that ends with 0 after {@code duration}, such as {@code 30s}. */
    public static List<String> command(String duration) {
        return List.of("work", duration);
    }

    static Program of(JobSpec spec) {
        List<String> command = spec.command();
        if (!command.getFirst().equals("work") || command.size() < 2) return ENDLESS;
        int exitCode = command.size() < 3 ? 0 : Integer.parseInt(command.get(2));
        return new Program(Units.duration(command.get(1)).toNanos(), exitCode);
    }
}
