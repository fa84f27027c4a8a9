package dev.starling.simulator.scenario;

import dev.starling.agent.task.Resources;

/**
 * What each host is.
 *
 * @param isExecutor whether hosts run tasks
 * @param capacity what each gives to tasks
 */
public record HostModel(boolean isExecutor, Resources capacity) {}
