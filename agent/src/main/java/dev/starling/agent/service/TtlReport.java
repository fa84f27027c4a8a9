package dev.starling.agent.service;

/**
 * What a service says of itself.
 *
 * @param checkId which of its TTL checks; empty for its only one
 */
public record TtlReport(
        long requestId, String serviceId, String checkId, CheckStatus status, String output) {}
