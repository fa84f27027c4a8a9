package dev.starling.agent.api;

import java.util.List;
import java.util.SortedMap;

/**
 * {@code GET /starling/v1/lookup/NAME}: every instance, and what the answer is worth.
 *
 * @param complete whether enough replicas of a confirmed set answered
 * @param rounds network rounds it took: 0 if this host holds the key itself and no other was asked
 */
public record LookupView(
        String name, boolean complete, Replicas replicas, int rounds, List<Instance> instances) {

    public record Replicas(int answered, int wanted) {}

    /**
     * @param node the owner's name
     * @param status {@code passing}, {@code warning} or {@code critical}
     */
    public record Instance(
            String id,
            String node,
            String nodeId,
            String address,
            int port,
            List<String> tags,
            SortedMap<String, String> meta,
            String status,
            String output) {}
}
