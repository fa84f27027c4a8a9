package dev.starling.agent.api;

import java.util.List;

/**
 * A job with its tasks: {@code GET /starling/v1/jobs/NAME}.
 *
 * @param state {@code pending} while a task waits, {@code running} while one runs, else {@code
 *     finished} if all ended well, {@code stopped} if asked to, {@code failed}
 */
public record JobView(
        String name,
        long generation,
        String state,
        int count,
        List<String> command,
        long cpuMillis,
        long memoryBytes,
        List<TaskView> tasks) {}
