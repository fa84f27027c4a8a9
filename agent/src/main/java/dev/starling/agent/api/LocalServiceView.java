package dev.starling.agent.api;

import java.util.List;
import java.util.SortedMap;

/** A service of the asked agent's host: a row of {@code GET /starling/v1/services}. */
public record LocalServiceView(
        String id,
        String name,
        String address,
        int port,
        List<String> tags,
        SortedMap<String, String> meta,
        String status,
        List<CheckView> checks) {

    /**
     * @param kind {@code http}, {@code tcp} or {@code ttl}
     */
    public record CheckView(String id, String kind, String target, String status, String output) {}
}
