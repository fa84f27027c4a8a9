package dev.starling.dht;

import java.util.List;

/**
 * What a read found, and what that is worth.
 *
 * @param entries the union of what the replicas hold, newest version of each subkey, in subkey
 *     order; tombstones left out
 * @param replicasAnswered how many replicas answered, this node among them if it is one; a node
 *     that does not count itself among the replicas is united and not counted
 * @param replicasWanted how many answers the read level asks for: fewer in a smaller fleet, all
 *     replicas while somebody near the key is so new that entries may still be on their way
 * @param isConfirmed whether no replica that answered knew a closer node that was not asked, or
 *     held more than its answer could carry, and, while entries are on their way, enough of those
 *     answered who held them before
 * @param rounds how many times questions went out before the end: 1 in a converged fleet, 0 if
 *     local
 */
public record ReadResult(
        List<Entry> entries,
        int replicasAnswered,
        int replicasWanted,
        boolean isConfirmed,
        int rounds) {

    /** Whether as many replicas of the confirmed set answered as the read level asks for. */
    public boolean isComplete() {
        return isConfirmed && replicasAnswered >= replicasWanted;
    }
}
