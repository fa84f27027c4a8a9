package dev.starling.gossip.order;

import dev.starling.node.Chance;
import dev.starling.node.NodeId;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who goes by which name, to see when two go by the same. Names are kept as 64-bit hashes: whoever
 * hears of a clash compares the names themselves.
 */
public final class Names {

    private final PrefixTable<NodeId> holders = new PrefixTable<>();

    /** With whom a member was last seen to clash: each pair is reported once. */
    private final TreeMap<NodeId, NodeId> reported = new TreeMap<>();

    public void add(String name, NodeId id) {
        long hash = hash(name);
        holders.insert(holders.firstAt(hash), hash, id);
    }

    public void remove(String name, NodeId id) {
        reported.remove(id);
        long hash = hash(name);
        for (int i = holders.firstAt(hash); holders.isAt(i, hash); i++) {
            if (holders.at(i).equals(id)) {
                holders.remove(i);
                return;
            }
        }
    }

    /**
     * Another {@code rival} of the same name, unless this pair was reported before.
     *
     * @param rival who counts: in a fleet of namesakes the first found is enough
     */
    public Optional<NodeId> clash(String name, NodeId id, Predicate<NodeId> rival) {
        long hash = hash(name);
        for (int i = holders.firstAt(hash); holders.isAt(i, hash); i++) {
            NodeId other = holders.at(i);
            if (other.equals(id) || !rival.test(other)) continue;
            boolean isKnown = other.equals(reported.get(id)) || id.equals(reported.get(other));
            if (isKnown) return Optional.empty();
            reported.put(id, other);
            return Optional.of(other);
        }
        return Optional.empty();
    }

    private static long hash(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = Chance.mix(hash ^ name.charAt(i));
        }
        return hash;
    }
}
