package dev.starling.dht.store;

import dev.starling.dht.Entry;

import java.util.List;

/**
 * What one node holds under a key, and what that is worth to a reader.
 *
 * @param isReplica whether the node counts itself among the replicas
 * @param isSettled whether nobody near the key is so new in its view that entries may still move
 * @param isCut whether there is more than fitted
 */
public record Copy(boolean isReplica, boolean isSettled, boolean isCut, List<Entry> entries) {}
