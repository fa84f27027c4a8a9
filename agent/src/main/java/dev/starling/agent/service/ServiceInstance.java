package dev.starling.agent.service;

import dev.starling.node.NodeId;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One instance of a service as its owner's agent publishes it: the payload of a table entry.
 *
 * @param owner the node whose agent checks it; the instance is there while that node is
 * @param address never empty: the service's own, or the node's
 * @param status the worst of its checks
 * @param output what the worst check said last, cut to {@value #OUTPUT_CHARACTERS} characters
 */
public record ServiceInstance(
        NodeId owner,
        String id,
        String name,
        String address,
        int port,
        List<String> tags,
        SortedMap<String, String> meta,
        CheckStatus status,
        String output) {

    public static final int OUTPUT_CHARACTERS = 256;

    public ServiceInstance {
        tags = List.copyOf(tags);
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
    }
}
