package dev.starling.node;

/**
 * Whom a packet is from, as its header says.
 *
 * @param epoch in which of its lives
 * @param endpoint where it is reached; answers go there, whatever address the packet came from
 */
public record Sender(NodeId id, long epoch, Endpoint endpoint) {}
