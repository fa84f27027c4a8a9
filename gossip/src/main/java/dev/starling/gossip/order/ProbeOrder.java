package dev.starling.gossip.order;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The members to watch, in the order in which they are probed: round robin over a random
 * permutation that is drawn anew for each pass (SWIM §4.3).
 *
 * <p>Between two probes of one member lie at most 2N - 1 periods, which bounds detection; plain
 * random choice has no such bound. A newcomer is inserted at a random place of the current pass, so
 * that nodes which learn of it together do not probe it together.
 *
 * <p>The same list answers "some members at random" in constant time, without disturbing the order.
 */
public final class ProbeOrder {

    private final Chance chance;
    private final List<NodeId> ids = new ArrayList<>();
    private int next;

    public ProbeOrder(Chance chance) {
        this.chance = chance;
    }

    public int size() {
        return ids.size();
    }

    /** Adds an id that is not yet in the order. */
    public void add(NodeId id) {
        int place = chance.below(ids.size() + 1);
        ids.add(place, id);
        if (place < next) next++;
    }

    /** Takes an id out, if it is in; the others keep their turns. */
    public void remove(NodeId id) {
        int place = ids.indexOf(id);
        if (place < 0) return;
        ids.remove(place);
        if (place < next) next--;
    }

    /** The next to be probed. There must be one. */
    public NodeId next() {
        if (next >= ids.size()) {
            chance.shuffle(ids);
            next = 0;
        }
        return ids.get(next++);
    }

    /**
     * Up to {@code most} different ids that are {@code wanted}, at random. Each is the first wanted
     * one from a random place on; as the list is a random permutation, neighbours in it are no
     * fewer strangers to each other than any two.
     */
    public List<NodeId> pick(int most, Chance draws, Predicate<NodeId> wanted) {
        List<NodeId> picked = new ArrayList<>(Math.min(most, ids.size()));
        while (picked.size() < Math.min(most, ids.size())) {
            int start = draws.below(ids.size());
            if (!pickFrom(start, picked, wanted)) break;
        }
        return picked;
    }

    private boolean pickFrom(int start, List<NodeId> picked, Predicate<NodeId> wanted) {
        for (int i = 0; i < ids.size(); i++) {
            NodeId id = ids.get((start + i) % ids.size());
            if (!picked.contains(id) && wanted.test(id)) {
                picked.add(id);
                return true;
            }
        }
        return false;
    }
}
