package dev.starling.agent.service;

import java.util.List;

/**
 * What a lookup found, and what that is worth.
 *
 * @param instances those whose owner is present in this node's own view, filtered as asked, ordered
 *     by (status, node, id)
 * @param isComplete whether enough replicas of a confirmed set answered
 * @param replicasAnswered how many did
 * @param replicasWanted how many the read asks for
 * @param rounds network rounds of the lookup
 */
public record ServiceAnswer(
        String name,
        List<ServiceInstance> instances,
        boolean isComplete,
        int replicasAnswered,
        int replicasWanted,
        int rounds) {}
