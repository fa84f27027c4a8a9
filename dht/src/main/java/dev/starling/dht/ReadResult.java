package dev.starling.dht;

import java.util.List;

/**
 * What a read found, and what that is worth.
 *
 * @param entries the union of what the replicas hold, newest version of each subkey, in subkey
 *     order; tombstones left out
 * @param replicasAnswered how many replicas answered, this node among them if it is one
 * @param replicasWanted how many answers the read level asks for (fewer in a smaller fleet)
 * @param isConfirmed whether no replica that answered knew a closer node that was not asked
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
