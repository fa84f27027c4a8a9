package dev.starling.agent.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A service to register: {@code PUT /starling/v1/services}. Lists and maps may be left out.
 *
 * @param id the name if left out
 * @param address the node's own if left out
 */
public record ServiceRequest(
        String id,
        String name,
        String address,
        Integer port,
        List<String> tags,
        SortedMap<String, String> meta,
        List<CheckRequest> checks) {

    /**
     * A check: exactly one of {@code http} (a URL), {@code tcp} ({@code HOST:PORT}) and {@code ttl}
     * (a duration such as {@code 30s}).
     *
     * @param id {@code http}, {@code tcp} or {@code ttl} if left out
     * @param interval of http and tcp; 10s if left out
     * @param timeout of http and tcp; the interval, at most 10s, if left out
     */
    public record CheckRequest(
            String id, String http, String tcp, String ttl, String interval, String timeout) {}
}
