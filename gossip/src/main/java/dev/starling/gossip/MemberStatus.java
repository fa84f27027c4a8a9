package dev.starling.gossip;

/**
 * What one node believes of another. The order is the precedence between two pieces of news of the
 * same epoch and incarnation (SWIM §4.2): what stands further down wins.
 */
public enum MemberStatus {
    /** It answers. */
    ALIVE,
    /** It did not answer somebody, and may still refute that (SWIM §4.2). */
    SUSPECT,
    /** Nobody heard a refutation in time. A higher incarnation of its own revives it. */
    DEAD,
    /** It said goodbye. Final for this epoch. */
    LEFT;

    /** Whether to count on it: alive, or merely suspected. */
    public boolean isPresent() {
        return this == ALIVE || this == SUSPECT;
    }
}
