package dev.starling.simulator.invariant;

import dev.starling.gossip.Member;

import java.util.BitSet;
import java.util.Optional;

/** Once at rest, everybody sees exactly those present whom it can reach. */
public final class ViewsAgree implements Invariant {

    @Override
    public String claim() {
        return "at rest each node sees present all nodes that it can reach, and no others";
    }

    @Override
    public Optional<String> atRest(Sight sight) {
        for (int node = 0; node < sight.size(); node++) {
            if (!sight.isUp(node)) continue;
            BitSet wrong = new BitSet();
            for (int other = 0; other < sight.size(); other++) {
                wrong.set(other, sight.canReach(node, other));
            }
            for (Member about : sight.beliefs(node)) {
                if (about.status().isPresent()) wrong.flip(sight.numberOf(about));
            }
            if (!wrong.isEmpty()) {
                return Optional.of("node " + node + " is wrong about nodes " + wrong);
            }
        }
        return Optional.empty();
    }
}
