package dev.starling.agent.api;

/**
 * How far a registration came.
 *
 * @param acks replicas that hold it
 * @param wanted how many make it done
 * @param replicas how many it is being written to
 */
public record StoredView(String id, boolean acknowledged, int acks, int wanted, int replicas) {}
