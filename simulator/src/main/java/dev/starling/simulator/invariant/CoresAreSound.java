package dev.starling.simulator.invariant;

import java.util.Optional;

/** Every machine's own account of itself. */
public final class CoresAreSound implements Invariant {

    @Override
    public String claim() {
        return "no core contradicts itself";
    }

    @Override
    public Optional<String> afterStep(int node, Sight sight) {
        try {
            sight.checkCore(node);
            return Optional.empty();
        } catch (IllegalStateException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }
}
