package dev.starling.simulator.invariant;

import java.util.Optional;
import java.util.TreeMap;

/** A life that repeats an epoch could not be told from the one before. */
public final class EpochsRise implements Invariant {

    private record Seen(int life, long epoch) {}

    private final TreeMap<Integer, Seen> last = new TreeMap<>();

    @Override
    public String claim() {
        return "every life of a node has a higher epoch than the one before";
    }

    @Override
    public Optional<String> afterStep(int node, Sight sight) {
        Seen now = new Seen(sight.lives(node), sight.self(node).epoch());
        Seen before = last.put(node, now);
        if (before == null || before.equals(now)) return Optional.empty();
        int order = Long.compareUnsigned(now.epoch(), before.epoch());
        boolean isFine = now.life() == before.life() ? order >= 0 : order > 0;
        return isFine ? Optional.empty() : Optional.of("first " + before + ", then " + now);
    }
}
