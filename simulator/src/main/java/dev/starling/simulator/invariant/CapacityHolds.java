package dev.starling.simulator.invariant;

import dev.starling.agent.task.Resources;

import java.util.Optional;

/** A bid is a hold: what a host accepted it must be able to run. */
public final class CapacityHolds implements Invariant {

    @Override
    public String claim() {
        return "no host runs more tasks than its capacity takes";
    }

    @Override
    public Optional<String> afterStep(int node, Sight sight) {
        Resources inUse = sight.inUse(node);
        if (inUse.fitsIn(sight.capacity(node))) return Optional.empty();
        return Optional.of("it runs " + inUse + " and has " + sight.capacity(node));
    }
}
