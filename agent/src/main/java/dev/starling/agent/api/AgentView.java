package dev.starling.agent.api;

/**
 * One agent about itself: {@code GET /starling/v1/agent}.
 *
 * @param state {@code running} or {@code leaving}
 * @param members how many it counts as present, itself among them
 * @param cpuMillis thousandths of a core that it gives to tasks; 0 if it runs none
 * @param memoryBytes what it gives to tasks; 0 if it runs none
 */
public record AgentView(
        String id,
        long epoch,
        long incarnation,
        String name,
        String address,
        String httpAddress,
        String zone,
        String version,
        String state,
        int members,
        boolean tasksEnabled,
        long cpuMillis,
        long memoryBytes,
        double uptimeSeconds,
        long pid,
        String dataDir) {}
