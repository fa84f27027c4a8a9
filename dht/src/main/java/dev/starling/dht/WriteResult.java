package dev.starling.dht;

/**
 * How far a write came.
 *
 * @param acks replicas that hold it now, this node among them if it is one
 * @param acksWanted how many make it done; fewer in a smaller fleet
 * @param replicas how many it is being written to; stragglers are finished in the background
 */
public record WriteResult(int acks, int acksWanted, int replicas) {

    public boolean isAcknowledged() {
        return acks >= acksWanted;
    }
}
