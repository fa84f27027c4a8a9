package dev.starling.simulator.invariant;

import dev.starling.gossip.Member;
import dev.starling.wire.Carrier;

import java.util.Optional;

/**
 * Something that must hold. Each method says in one line what does not, or nothing; it sees the
 * world at its own kind of moment and overrides only the moments that it cares about.
 */
public interface Invariant {

    /** What must hold, as a sentence. */
    String claim();

    /** A node is done with something that happened to it; it is up. */
    default Optional<String> afterStep(int node, Sight sight) {
        return Optional.empty();
    }

    /** A node has just changed its mind about another. */
    default Optional<String> onBelief(int node, Member about, Sight sight) {
        return Optional.empty();
    }

    default Optional<String> onSent(int node, Carrier carrier, int sizeBytes) {
        return Optional.empty();
    }

    /** Nothing has gone wrong for long enough that everything should have settled. */
    default Optional<String> atRest(Sight sight) {
        return Optional.empty();
    }
}
