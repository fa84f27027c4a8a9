package dev.starling.agent.api;

import java.util.List;

/**
 * {@code GET /starling/v1/jobs}.
 *
 * @param complete whether every present member answered
 */
public record JobsView(boolean complete, int asked, int answered, List<JobView> jobs) {}
