package dev.starling.agent.api;

import java.util.List;

/**
 * The tasks of all jobs: {@code GET /starling/v1/tasks}.
 *
 * @param complete whether every present member answered
 */
public record TasksView(boolean complete, int asked, int answered, List<TaskView> tasks) {}
