package dev.starling.simulator.measure;

/**
 * How the death of an agent became known.
 *
 * @param firstNanos until the first node held it dead; {@link Settled#NEVER} if none did
 * @param everywhereNanos until every node did that was up throughout and had known it
 */
public record Detected(int node, long atNanos, long firstNanos, long everywhereNanos) {}
